import { arrayContains, eq } from "drizzle-orm";
import { externalSystems } from "../../../drizzle/schema/access";
import { deviceGroups } from "../../../drizzle/schema/device-groups";
import { ServiceError, staleRevision } from "../errors";
import { useCase } from "../use-case";
import { lockOwnGroup } from "./find-group";
import { groupView } from "./group-view";
import { removeAllMembers } from "./members";
import { DeleteGroupInput, GroupView } from "./schemas";

/**
 * Deletes a group; its devices and the operations that were started on it stay. The answer is what it was.
 *
 * Throws ServiceError NOT_FOUND; FORBIDDEN for a group of the console; STALE where `revision` is no longer so;
 * FAILED_PRECONDITION while an External System is limited to it.
 */
export const deleteGroup = useCase({
  name: "group.delete",
  scope: "groups:write",
  input: DeleteGroupInput,
  output: GroupView,
  audit: true,
  async run({ principal }, transaction, { id, revision }) {
    const row = await lockOwnGroup(transaction, principal, id);
    if (revision !== undefined && revision !== row.revision) throw staleRevision();
    const [limited] = await transaction
      .select({ name: externalSystems.name })
      .from(externalSystems)
      .where(arrayContains(externalSystems.allowedGroupIds, [row.groupId]))
      .limit(1);
    if (limited) {
      const who = principal.kind === "system" ? "An External System" : `The External System ${limited.name}`;
      throw new ServiceError("FAILED_PRECONDITION", `${who} is limited to this group. Take it out there first.`);
    }
    const result = await groupView(transaction, row);
    await removeAllMembers(transaction, row.groupId);
    await transaction.delete(deviceGroups).where(eq(deviceGroups.groupId, row.groupId));
    return {
      result,
      audit: { object: id, before: { name: row.name, filter: row.filter, devices: result.deviceCount } },
    };
  },
});

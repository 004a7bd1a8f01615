import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { deviceGroups } from "../../../drizzle/schema/device-groups";
import type { Transaction } from "../../db/client";
import { isUniqueViolation } from "../../db/database-errors";
import { readFilter } from "../devices/filter";
import { ServiceError, staleRevision } from "../errors";
import type { Principal } from "../principal";
import { useCase } from "../use-case";
import { lockOwnGroup } from "./find-group";
import { groupView } from "./group-view";
import { addMembers, removeAllMembers, removeMembers } from "./members";
import { ChangeGroupInput, GroupView } from "./schemas";

type Input = z.output<typeof ChangeGroupInput>;

/**
 * Renames a group, gives it another filter, or changes which devices are in it. Operations that were started on it keep
 * the devices they were started with.
 *
 * Throws ServiceError NOT_FOUND; FORBIDDEN for a group of the console; STALE where `revision` is no longer so; CONFLICT
 * for a name that is taken; INVALID_INPUT and LIMIT_EXCEEDED as when it was made.
 */
export const changeGroup = useCase({
  name: "group.change",
  scope: "groups:write",
  input: ChangeGroupInput,
  output: GroupView,
  audit: true,
  async run({ principal }, transaction, input) {
    const before = await lockOwnGroup(transaction, principal, input.id);
    if (input.revision !== undefined && input.revision !== before.revision) throw staleRevision();
    refuseOtherForm(before.filter, input);
    if (input.filter !== undefined) readFilter(input.filter);
    const row = await update(transaction, before.groupId, {
      name: input.name ?? before.name,
      filter: input.filter ?? before.filter,
    });
    await changeMembers(transaction, principal, before.groupId, input);
    const result = await groupView(transaction, row);
    const { name, filter, deviceCount } = result;
    const facts = {
      before: { name: before.name, filter: before.filter },
      after: { name, filter, devices: deviceCount },
    };
    return { result, audit: { object: input.id, ...facts } };
  },
});

function refuseOtherForm(filter: string | null, input: Input): void {
  const wrong =
    filter === null
      ? input.filter !== undefined && "filter"
      : (["devices", "addDevices", "removeDevices"] as const).find((name) => input[name] !== undefined);
  if (!wrong) return;
  const detail = filter === null ? "This group lists its devices." : "This group has a filter.";
  throw new ServiceError("INVALID_INPUT", "A group with a filter lists no devices.", [
    { pointer: `/${wrong}`, code: "other_form", detail: `${detail} Make a new group for the other.` },
  ]);
}

async function update(transaction: Transaction, groupId: string, change: { name: string; filter: string | null }) {
  try {
    const [row] = await transaction.transaction((within) =>
      within
        .update(deviceGroups)
        .set({ ...change, revision: sql`${deviceGroups.revision} + 1` })
        .where(eq(deviceGroups.groupId, groupId))
        .returning(),
    );
    if (!row) throw new Error("A locked row is gone.");
    return row;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new ServiceError("CONFLICT", "A group of this name exists already.");
  }
}

async function changeMembers(transaction: Transaction, principal: Principal, groupId: string, input: Input) {
  if (input.devices) {
    await removeAllMembers(transaction, groupId);
    await addMembers(transaction, principal, groupId, input.devices, "/devices");
  }
  if (input.removeDevices) await removeMembers(transaction, principal, groupId, input.removeDevices);
  if (input.addDevices) await addMembers(transaction, principal, groupId, input.addDevices, "/addDevices");
}

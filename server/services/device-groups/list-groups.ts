import { and, eq } from "drizzle-orm";
import { deviceGroups } from "../../../drizzle/schema/device-groups";
import { walkBy } from "../cursor";
import { useCase } from "../use-case";
import { mayUseGroup } from "./find-group";
import { groupViews } from "./group-view";
import { GroupPage, ListGroupsInput } from "./schemas";

/** In the order in which they were made. */
export const listGroups = useCase({
  name: "group.list",
  scope: "devices:read",
  input: ListGroupsInput,
  output: GroupPage,
  audit: false,
  async run(context, transaction, input) {
    const walk = walkBy(deviceGroups.groupId, "up", "groups", context, input);
    const rows = await transaction
      .select()
      .from(deviceGroups)
      .where(
        and(
          mayUseGroup(context.principal),
          input.name === undefined ? undefined : eq(deviceGroups.name, input.name),
          walk.beyond,
        ),
      )
      .orderBy(walk.order)
      .limit(walk.rowsMax);
    const page = walk.pageOf(rows, (row) => row.groupId);
    return { items: await groupViews(transaction, page.rows), next: page.next };
  },
});

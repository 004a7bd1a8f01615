import { and, asc, eq, gt } from "drizzle-orm";
import { deviceGroups } from "../../../drizzle/schema/device-groups";
import { cursorsOf, pageFrom } from "../cursor";
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
    const cursors = cursorsOf(context, "groups", input);
    const after = cursors.read(input.cursor);
    const rows = await transaction
      .select()
      .from(deviceGroups)
      .where(
        and(
          mayUseGroup(context.principal),
          input.name === undefined ? undefined : eq(deviceGroups.name, input.name),
          after === null ? undefined : gt(deviceGroups.groupId, after),
        ),
      )
      .orderBy(asc(deviceGroups.groupId))
      .limit(input.limit + 1);
    const page = pageFrom(rows, input.limit, cursors, (row) => row.groupId);
    return { items: await groupViews(transaction, page.rows), next: page.next };
  },
});

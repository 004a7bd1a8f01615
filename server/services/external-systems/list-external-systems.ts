import { desc, lt } from "drizzle-orm";
import { externalSystems } from "../../../drizzle/schema/access";
import { cursorsOf, pageFrom } from "../cursor";
import { useCase } from "../use-case";
import { externalSystemViews } from "./external-system-view";
import { ExternalSystemPage, ListExternalSystemsInput } from "./schemas";

/** Live ones and those of the sandbox, the newest first. */
export const listExternalSystems = useCase({
  name: "external_system.list",
  scope: "systems:write",
  input: ListExternalSystemsInput,
  output: ExternalSystemPage,
  audit: false,
  async run(context, transaction, input) {
    const cursors = cursorsOf(context, "external-systems", input);
    const before = cursors.read(input.cursor);
    const rows = await transaction
      .select()
      .from(externalSystems)
      .where(before === null ? undefined : lt(externalSystems.systemId, before))
      .orderBy(desc(externalSystems.systemId))
      .limit(input.limit + 1);
    const page = pageFrom(rows, input.limit, cursors, (row) => row.systemId);
    return { items: await externalSystemViews(transaction, page.rows), next: page.next };
  },
});

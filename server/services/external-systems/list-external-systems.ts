import { externalSystems } from "../../../drizzle/schema/access";
import { walkBy } from "../cursor";
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
    const walk = walkBy(externalSystems.systemId, "down", "external-systems", context, input);
    const rows = await transaction
      .select()
      .from(externalSystems)
      .where(walk.beyond)
      .orderBy(walk.order)
      .limit(walk.rowsMax);
    const page = walk.pageOf(rows, (row) => row.systemId);
    return { items: await externalSystemViews(transaction, page.rows), next: page.next };
  },
});

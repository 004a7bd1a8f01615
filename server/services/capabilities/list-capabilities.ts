import { and, asc, eq, gt } from "drizzle-orm";
import { missingCapabilities } from "../../../drizzle/schema/missing-capabilities";
import { cursorsOf, pageFrom } from "../cursor";
import { pageOf } from "../page";
import { useCase } from "../use-case";
import { capabilityView } from "./capability-view";
import { ListCapabilitiesInput, MissingCapabilityView } from "./schemas";

/** What devices of each model were seen not to know, in the order in which it was learned. */
export const listCapabilities = useCase({
  name: "capability.list",
  scope: "devices:read",
  input: ListCapabilitiesInput,
  output: pageOf(MissingCapabilityView),
  audit: false,
  async run(context, transaction, input) {
    const cursors = cursorsOf(context, "capabilities", input);
    const after = cursors.read(input.cursor);
    const { manufacturer, model, firmware } = input;
    const rows = await transaction
      .select()
      .from(missingCapabilities)
      .where(
        and(
          eq(missingCapabilities.realm, context.principal.realm),
          manufacturer === undefined ? undefined : eq(missingCapabilities.manufacturer, manufacturer),
          model === undefined ? undefined : eq(missingCapabilities.model, model),
          firmware === undefined ? undefined : eq(missingCapabilities.firmware, firmware),
          after === null ? undefined : gt(missingCapabilities.capabilityId, after),
        ),
      )
      .orderBy(asc(missingCapabilities.capabilityId))
      .limit(input.limit + 1);
    const page = pageFrom(rows, input.limit, cursors, (row) => row.capabilityId);
    return { items: page.rows.map(capabilityView), next: page.next };
  },
});

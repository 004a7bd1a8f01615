import { and, eq } from "drizzle-orm";
import { missingCapabilities } from "../../../drizzle/schema/missing-capabilities";
import { walkBy } from "../cursor";
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
    const walk = walkBy(missingCapabilities.capabilityId, "up", "capabilities", context, input);
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
          walk.beyond,
        ),
      )
      .orderBy(walk.order)
      .limit(walk.rowsMax);
    const page = walk.pageOf(rows, (row) => row.capabilityId);
    return { items: page.rows.map(capabilityView), next: page.next };
  },
});

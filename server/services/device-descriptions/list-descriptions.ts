import { and, eq } from "drizzle-orm";
import { deviceDescriptions } from "../../../drizzle/schema/device-descriptions";
import { walkBy } from "../cursor";
import { pageOf } from "../page";
import { useCase } from "../use-case";
import { DESCRIPTION_COLUMNS, descriptionView } from "./description-view";
import { DescriptionView, ListDescriptionsInput } from "./schemas";

/** In the order in which they came; without their documents. */
export const listDescriptions = useCase({
  name: "device_description.list",
  scope: "devices:read",
  input: ListDescriptionsInput,
  output: pageOf(DescriptionView),
  audit: false,
  async run(context, transaction, input) {
    const walk = walkBy(deviceDescriptions.descriptionId, "up", "device-descriptions", context, input);
    const { manufacturer, model } = input;
    const rows = await transaction
      .select(DESCRIPTION_COLUMNS)
      .from(deviceDescriptions)
      .where(
        and(
          eq(deviceDescriptions.realm, context.principal.realm),
          manufacturer === undefined ? undefined : eq(deviceDescriptions.manufacturer, manufacturer),
          model === undefined ? undefined : eq(deviceDescriptions.model, model),
          walk.beyond,
        ),
      )
      .orderBy(walk.order)
      .limit(walk.rowsMax);
    const page = walk.pageOf(rows, (row) => row.descriptionId);
    return { items: page.rows.map(descriptionView), next: page.next };
  },
});

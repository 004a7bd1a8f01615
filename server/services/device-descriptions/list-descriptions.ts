import { and, asc, eq, gt } from "drizzle-orm";
import { deviceDescriptions } from "../../../drizzle/schema/device-descriptions";
import { cursorsOf, pageFrom } from "../cursor";
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
    const cursors = cursorsOf(context, "device-descriptions", input);
    const after = cursors.read(input.cursor);
    const { manufacturer, model } = input;
    const rows = await transaction
      .select(DESCRIPTION_COLUMNS)
      .from(deviceDescriptions)
      .where(
        and(
          eq(deviceDescriptions.realm, context.principal.realm),
          manufacturer === undefined ? undefined : eq(deviceDescriptions.manufacturer, manufacturer),
          model === undefined ? undefined : eq(deviceDescriptions.model, model),
          after === null ? undefined : gt(deviceDescriptions.descriptionId, after),
        ),
      )
      .orderBy(asc(deviceDescriptions.descriptionId))
      .limit(input.limit + 1);
    const page = pageFrom(rows, input.limit, cursors, (row) => row.descriptionId);
    return { items: page.rows.map(descriptionView), next: page.next };
  },
});

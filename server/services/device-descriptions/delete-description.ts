import { deviceDescriptions } from "../../../drizzle/schema/device-descriptions";
import { useCase } from "../use-case";
import { DESCRIPTION_COLUMNS, descriptionView } from "./description-view";
import { descriptionOf, noSuchDescription } from "./find-description";
import { DescriptionIdInput, DescriptionView } from "./schemas";

/** Operations started before stay as they are. Answers what was deleted. Throws ServiceError NOT_FOUND. */
export const deleteDescription = useCase({
  name: "device_description.delete",
  scope: "devices:write",
  input: DescriptionIdInput,
  output: DescriptionView,
  audit: true,
  async run(context, transaction, input) {
    const [row] = await transaction
      .delete(deviceDescriptions)
      .where(descriptionOf(context.principal, input.id))
      .returning(DESCRIPTION_COLUMNS);
    if (!row) throw noSuchDescription();
    const result = descriptionView(row);
    const { manufacturer, model, firmwarePrefix } = result;
    return { result, audit: { object: result.id, before: { manufacturer, model, firmwarePrefix } } };
  },
});

import { deviceDescriptions } from "../../../drizzle/schema/device-descriptions";
import { useCase } from "../use-case";
import { descriptionView } from "./description-view";
import { descriptionOf, noSuchDescription } from "./find-description";
import { DescriptionIdInput, DescriptionWithDocument } from "./schemas";

/** With its document. Throws ServiceError NOT_FOUND. */
export const readDescription = useCase({
  name: "device_description.read",
  scope: "devices:read",
  input: DescriptionIdInput,
  output: DescriptionWithDocument,
  audit: false,
  async run(context, transaction, input) {
    const [row] = await transaction.select().from(deviceDescriptions).where(descriptionOf(context.principal, input.id));
    if (!row) throw noSuchDescription();
    return { ...descriptionView(row), document: row.document };
  },
});

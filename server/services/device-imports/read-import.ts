import { useCase } from "../use-case";
import { findImport } from "./find-import";
import { importView } from "./import-view";
import { ImportIdInput, ImportView } from "./schemas";

/** How far an import has come. Throws ServiceError NOT_FOUND. */
export const readImport = useCase({
  name: "device_import.read",
  scope: "devices:read",
  input: ImportIdInput,
  output: ImportView,
  audit: false,
  async run(context, transaction, { id }) {
    return importView(await findImport(transaction, context.principal, id));
  },
});

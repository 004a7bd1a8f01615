import { eq } from "drizzle-orm";
import { externalSystems } from "../../../drizzle/schema/access";
import { fromPublicId } from "../../ids";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { externalSystemViews } from "./external-system-view";
import { ExternalSystemIdInput, ExternalSystemView } from "./schemas";

/** Throws ServiceError NOT_FOUND. */
export const readExternalSystem = useCase({
  name: "external_system.read",
  scope: "systems:write",
  input: ExternalSystemIdInput,
  output: ExternalSystemView,
  audit: false,
  async run(_context, transaction, input) {
    const systemId = fromPublicId("xs", input.id);
    const rows = systemId
      ? await transaction.select().from(externalSystems).where(eq(externalSystems.systemId, systemId))
      : [];
    const [view] = await externalSystemViews(transaction, rows);
    if (!view) throw new ServiceError("NOT_FOUND", "There is no such External System.");
    return view;
  },
});

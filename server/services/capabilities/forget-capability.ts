import { and, eq } from "drizzle-orm";
import { missingCapabilities } from "../../../drizzle/schema/missing-capabilities";
import { fromPublicId } from "../../ids";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { capabilityView } from "./capability-view";
import { CapabilityIdInput, MissingCapabilityView } from "./schemas";

/**
 * Forgets that devices of a model do not know something: the next task that could use it tries it, within a minute.
 * Answers what was forgotten. Throws ServiceError NOT_FOUND.
 */
export const forgetCapability = useCase({
  name: "capability.forget",
  scope: "devices:write",
  input: CapabilityIdInput,
  output: MissingCapabilityView,
  audit: true,
  async run(context, transaction, input) {
    const capabilityId = fromPublicId("cap", input.id);
    if (!capabilityId) throw noSuchCapability();
    const [row] = await transaction
      .delete(missingCapabilities)
      .where(
        and(eq(missingCapabilities.capabilityId, capabilityId), eq(missingCapabilities.realm, context.principal.realm)),
      )
      .returning();
    if (!row) throw noSuchCapability();
    const result = capabilityView(row);
    const { manufacturer, model, firmware, capability } = result;
    return { result, audit: { object: result.id, before: { manufacturer, model, firmware, capability } } };
  },
});

function noSuchCapability(): ServiceError {
  return new ServiceError("NOT_FOUND", "Nothing of this id is known to be missing.");
}

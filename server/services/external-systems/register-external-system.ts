import { apiCredentials, externalSystems } from "../../../drizzle/schema/access";
import { newUuid, toPublicId } from "../../ids";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { newClientId } from "./credential-format";
import { insertSecret } from "./insert-secret";
import { RegisterExternalSystemInput, RegisteredExternalSystemView } from "./schemas";

/**
 * Registers a system with its first credential. The secret is in this answer and nowhere else.
 *
 * Throws ServiceError CONFLICT when the name is taken.
 */
export const registerExternalSystem = useCase({
  name: "external_system.register",
  scope: "systems:write",
  sensitive: true,
  input: RegisterExternalSystemInput,
  output: RegisteredExternalSystemView,
  audit: true,
  async run(_context, transaction, input) {
    const systemId = newUuid();
    const scopes = [...new Set(input.scopes)];
    const [system] = await transaction
      .insert(externalSystems)
      .values({ systemId, realm: input.realm, name: input.name, scopes })
      .onConflictDoNothing({ target: externalSystems.name })
      .returning();
    if (!system) throw new ServiceError("CONFLICT", "An External System of this name exists already.");
    const clientId = newClientId(input.realm);
    await transaction.insert(apiCredentials).values({ clientId, systemId });
    const clientSecret = await insertSecret(transaction, clientId, input.realm);
    const id = toPublicId("xs", systemId);
    const facts = { name: system.name, realm: system.realm, scopes, clientId };
    return {
      result: { ...facts, id, clientSecret, createdAt: system.createdAt },
      audit: { object: id, after: facts },
    };
  },
});

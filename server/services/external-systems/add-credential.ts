import { count, eq } from "drizzle-orm";
import { apiCredentials } from "../../../drizzle/schema/access";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { newClientId } from "./credential-format";
import { credentialViews } from "./external-system-view";
import { lockExternalSystem } from "./find-external-system";
import { insertSecret } from "./insert-secret";
import { AddCredentialInput, NewCredentialView } from "./schemas";

/** Revoked ones count too: they stay, for the audit log's sake. */
const CREDENTIALS_MAX = 50;

/**
 * Gives a system one more way to prove who it is. With the method `secret` the secret is in this answer and nowhere else.
 *
 * Throws ServiceError NOT_FOUND, INVALID_INPUT for an end that has passed, and LIMIT_EXCEEDED for a system that has too
 * many.
 */
export const addCredential = useCase({
  name: "external_system.add_credential",
  scope: "systems:write",
  sensitive: true,
  input: AddCredentialInput,
  output: NewCredentialView,
  audit: true,
  async run(_context, transaction, input) {
    const system = await lockExternalSystem(transaction, input.id);
    const [{ there } = { there: 0 }] = await transaction
      .select({ there: count() })
      .from(apiCredentials)
      .where(eq(apiCredentials.systemId, system.systemId));
    if (there >= CREDENTIALS_MAX) {
      throw new ServiceError(
        "LIMIT_EXCEEDED",
        `A system has at most ${CREDENTIALS_MAX} credentials. Register another.`,
      );
    }
    const { method, keys = [], jwksUrl = null, certificateThumbprint } = input;
    const end = input.expiresAt === null ? null : new Date(input.expiresAt);
    if (end && end.getTime() <= Date.now()) {
      throw new ServiceError("INVALID_INPUT", "The credential would be over before it is used.", [
        { pointer: "/expiresAt", code: "too_early", detail: "It must lie in the future." },
      ]);
    }
    const rows = await transaction
      .insert(apiCredentials)
      .values({
        clientId: newClientId(system.realm),
        systemId: system.systemId,
        method,
        keys,
        jwksUrl,
        certificateThumbprint: certificateThumbprint ? Buffer.from(certificateThumbprint, "base64url") : null,
        expiresAt: end,
      })
      .returning();
    const [row] = rows;
    if (!row) throw new Error("An insert gave no row.");
    const clientSecret = method === "secret" ? await insertSecret(transaction, row.clientId, system.realm) : null;
    const [view] = await credentialViews(transaction, rows);
    if (!view) throw new Error("A row gave no view.");
    const { clientId, expiresAt } = view;
    return {
      result: { ...view, clientSecret },
      audit: { object: input.id, after: { clientId, method, keys, jwksUrl, certificateThumbprint, expiresAt } },
    };
  },
});

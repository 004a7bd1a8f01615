import { eq, sql } from "drizzle-orm";
import { apiCredentials } from "../../../drizzle/schema/access";
import { useCase } from "../use-case";
import { credentialViews } from "./external-system-view";
import { lockCredential } from "./find-external-system";
import { CredentialView, RevokeCredentialInput } from "./schemas";

/**
 * Ends a credential for good, and the tokens that were got with it.
 *
 * Throws ServiceError NOT_FOUND, and FAILED_PRECONDITION for one that was revoked already.
 */
export const revokeCredential = useCase({
  name: "external_system.revoke_credential",
  scope: "systems:write",
  sensitive: true,
  input: RevokeCredentialInput,
  output: CredentialView,
  audit: true,
  async run(_context, transaction, input) {
    const { credential, systemPublicId } = await lockCredential(transaction, input.clientId);
    const rows = await transaction
      .update(apiCredentials)
      .set({ revokedAt: sql`now()` })
      .where(eq(apiCredentials.clientId, credential.clientId))
      .returning();
    const [result] = await credentialViews(transaction, rows);
    if (!result) throw new Error("A locked row is gone.");
    return { result, audit: { object: systemPublicId, after: { clientId: credential.clientId, revoked: true } } };
  },
});

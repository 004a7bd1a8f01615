import { and, eq, sql } from "drizzle-orm";
import { clientSecrets } from "../../../drizzle/schema/access";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { credentialViews } from "./external-system-view";
import { liveSecrets } from "./find-client";
import { lockCredential } from "./find-external-system";
import { CredentialView, EndSecretInput } from "./schemas";

/**
 * Ends one secret of a credential now, before its time. Tokens that were got with it go on; revoking the credential
 * ends those too.
 *
 * Throws ServiceError NOT_FOUND, also for a secret that has ended.
 */
export const endSecret = useCase({
  name: "external_system.end_secret",
  scope: "systems:write",
  sensitive: true,
  input: EndSecretInput,
  output: CredentialView,
  audit: true,
  async run(_context, transaction, input) {
    const { credential, systemPublicId } = await lockCredential(transaction, input.clientId);
    const ended = await transaction
      .update(clientSecrets)
      .set({ expiresAt: sql`now()` })
      .where(and(eq(clientSecrets.secretId, input.secretId), liveSecrets(credential.clientId)))
      .returning({ secretId: clientSecrets.secretId });
    if (ended.length === 0) throw new ServiceError("NOT_FOUND", "There is no such secret.");
    const [result] = await credentialViews(transaction, [credential]);
    if (!result) throw new Error("A row gave no view.");
    return { result, audit: { object: systemPublicId, after: { clientId: credential.clientId, ended } } };
  },
});

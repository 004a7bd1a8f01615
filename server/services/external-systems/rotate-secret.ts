import { eq, inArray, sql } from "drizzle-orm";
import { clientSecrets, externalSystems } from "../../../drizzle/schema/access";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { credentialViews } from "./external-system-view";
import { liveSecrets } from "./find-client";
import { lockCredential } from "./find-external-system";
import { insertSecret } from "./insert-secret";
import { NewCredentialView, RotateSecretInput } from "./schemas";

const LIVE_SECRETS_MAX = 2;

/**
 * Gives a credential a new secret; the one until now is taken for `overlapDays` more. The new one is in this answer and
 * nowhere else.
 *
 * Throws ServiceError NOT_FOUND, and FAILED_PRECONDITION for a credential without a secret and while two are taken.
 */
export const rotateSecret = useCase({
  name: "external_system.rotate_secret",
  scope: "systems:write",
  sensitive: true,
  input: RotateSecretInput,
  output: NewCredentialView,
  audit: true,
  async run(_context, transaction, input) {
    const { credential, systemPublicId } = await lockCredential(transaction, input.clientId);
    if (credential.method !== "secret") throw new ServiceError("FAILED_PRECONDITION", "This credential has no secret.");
    const live = await transaction.select().from(clientSecrets).where(liveSecrets(credential.clientId));
    if (live.length >= LIVE_SECRETS_MAX) {
      throw new ServiceError("FAILED_PRECONDITION", "Two secrets are taken already. End the older one first.");
    }
    if (live.length > 0) {
      await transaction
        .update(clientSecrets)
        .set({ expiresAt: sql`now() + make_interval(secs => ${input.overlapDays * 86_400})` })
        .where(
          inArray(
            clientSecrets.secretId,
            live.map(({ secretId }) => secretId),
          ),
        );
    }
    const [system] = await transaction
      .select({ realm: externalSystems.realm })
      .from(externalSystems)
      .where(eq(externalSystems.systemId, credential.systemId));
    if (!system) throw new Error("A credential without a system.");
    const clientSecret = await insertSecret(transaction, credential.clientId, system.realm);
    const [view] = await credentialViews(transaction, [credential]);
    if (!view) throw new Error("A row gave no view.");
    const facts = { clientId: credential.clientId, overlapDays: input.overlapDays };
    return { result: { ...view, clientSecret }, audit: { object: systemPublicId, after: facts } };
  },
});

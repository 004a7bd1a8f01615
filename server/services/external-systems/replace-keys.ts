import { eq } from "drizzle-orm";
import { apiCredentials } from "../../../drizzle/schema/access";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { credentialViews } from "./external-system-view";
import { lockCredential } from "./find-external-system";
import { CredentialView, ReplaceKeysInput } from "./schemas";

/**
 * Replaces the public keys of a credential at once: those of a rotation stand beside each other in `keys`.
 *
 * Throws ServiceError NOT_FOUND, and FAILED_PRECONDITION for a credential that proves itself otherwise.
 */
export const replaceKeys = useCase({
  name: "external_system.replace_keys",
  scope: "systems:write",
  sensitive: true,
  input: ReplaceKeysInput,
  output: CredentialView,
  audit: true,
  async run(_context, transaction, input) {
    const { credential, systemPublicId } = await lockCredential(transaction, input.clientId);
    if (credential.method !== "private_key") {
      throw new ServiceError("FAILED_PRECONDITION", "This credential proves itself without keys.");
    }
    if (credential.jwksUrl !== null) {
      throw new ServiceError("FAILED_PRECONDITION", "This credential has its keys at an address: change them there.");
    }
    const rows = await transaction
      .update(apiCredentials)
      .set({ keys: input.keys })
      .where(eq(apiCredentials.clientId, credential.clientId))
      .returning();
    const [result] = await credentialViews(transaction, rows);
    if (!result) throw new Error("A locked row is gone.");
    const { clientId } = credential;
    return {
      result,
      audit: {
        object: systemPublicId,
        before: { clientId, keys: credential.keys },
        after: { clientId, keys: input.keys },
      },
    };
  },
});

import { and, eq, isNull, sql } from "drizzle-orm";
import { contents, signingKeys } from "../../../drizzle/schema/contents";
import { fromPublicId } from "../../ids";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { moveContent } from "./move-content";
import { RevokeSigningKeyInput, SigningKeyView } from "./schemas";
import { signingKeyView } from "./signing-key-view";

/**
 * From now on no signature of the key counts, and none ever again: every ready content that it signed is quarantined in
 * the same transaction.
 *
 * Throws ServiceError NOT_FOUND, and FAILED_PRECONDITION for one that is revoked already.
 */
export const revokeSigningKey = useCase({
  name: "signing_key.revoke",
  scope: "contents:approve",
  sensitive: true,
  input: RevokeSigningKeyInput,
  output: SigningKeyView,
  audit: true,
  async run({ principal }, transaction, { id, reason }) {
    const keyId = fromPublicId("sgk", id);
    const isIt = keyId ? and(eq(signingKeys.keyId, keyId), eq(signingKeys.realm, principal.realm)) : null;
    const [known] = isIt ? await transaction.select().from(signingKeys).where(isIt).for("update") : [];
    if (!known || !isIt) throw new ServiceError("NOT_FOUND", "There is no such signing key.");
    const [row] = await transaction
      .update(signingKeys)
      .set({ revokedAt: sql`now()`, revokedReason: reason })
      .where(and(isIt, isNull(signingKeys.revokedAt)))
      .returning();
    if (!row) throw new ServiceError("FAILED_PRECONDITION", "The signing key is revoked already.");
    const signed = await transaction
      .select()
      .from(contents)
      .where(and(eq(contents.signingKeyId, known.keyId), eq(contents.state, "ready")))
      .orderBy(contents.contentId)
      .for("update");
    const why = { code: "key_revoked", text: `The key that signed it was revoked: ${reason}` };
    for (const content of signed) await moveContent(transaction, content, { to: "quarantined", reason: why });
    const after = { revoked: true, quarantined: signed.length };
    return { result: signingKeyView(row), audit: { object: id, before: { revoked: false }, after, reason } };
  },
});

import { createHash } from "node:crypto";
import { count, eq } from "drizzle-orm";
import { signingKeys } from "../../../drizzle/schema/contents";
import { newUuid } from "../../ids";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { readPublicKey } from "./read-public-key";
import { RegisterSigningKeyInput, SigningKeyView } from "./schemas";
import { signingKeyView } from "./signing-key-view";

/** Of one realm, revoked ones too. */
const KEYS_MAX = 1_000;

/**
 * Registers a key whose signatures are believed, within what it is registered for. A certificate's dates narrow those
 * that are given. That of a CA can be registered as an issuer: then those count whom it certifies.
 *
 * Throws ServiceError INVALID_INPUT, CONFLICT for a key that is known (also as a revoked one), LIMIT_EXCEEDED.
 */
export const registerSigningKey = useCase({
  name: "signing_key.register",
  scope: "contents:approve",
  sensitive: true,
  input: RegisterSigningKeyInput,
  output: SigningKeyView,
  audit: true,
  async run({ principal }, transaction, input) {
    const { realm } = principal;
    const key = readPublicKey(input.publicKey, input.issuer);
    const [held] = await transaction.select({ count: count() }).from(signingKeys).where(eq(signingKeys.realm, realm));
    if ((held?.count ?? 0) >= KEYS_MAX) throw new ServiceError("LIMIT_EXCEEDED", `There are ${KEYS_MAX} signing keys.`);
    const [row] = await transaction
      .insert(signingKeys)
      .values({
        keyId: newUuid(),
        realm,
        owner: input.owner,
        algorithm: key.algorithm,
        publicKey: key.der,
        fingerprint: createHash("sha256").update(key.der).digest(),
        issuerCertificate: key.issuer,
        kinds: [...new Set(input.kinds)],
        manufacturers: input.manufacturers ?? null,
        notBefore: later(key.notBefore, input.notBefore),
        notAfter: earlier(key.notAfter, input.notAfter),
        createdById: principal.id,
        createdByName: principal.name,
      })
      .onConflictDoNothing()
      .returning();
    if (!row) throw new ServiceError("CONFLICT", "This key is registered already, or was and is revoked.");
    const result = signingKeyView(row);
    const { owner, algorithm, fingerprint, issuer, kinds, manufacturers, notBefore, notAfter } = result;
    const after = { owner, algorithm, fingerprint, issuer, kinds, manufacturers, notBefore, notAfter };
    return { result, audit: { object: result.id, after } };
  },
});

function later(one: Date | null, other: string | undefined): Date | null {
  if (other === undefined) return one;
  return one !== null && one > new Date(other) ? one : new Date(other);
}

function earlier(one: Date | null, other: string | undefined): Date | null {
  if (other === undefined) return one;
  return one !== null && one < new Date(other) ? one : new Date(other);
}

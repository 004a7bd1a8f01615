import { createPublicKey, X509Certificate } from "node:crypto";
import type { signingKeys } from "../../../drizzle/schema/contents";
import { toPublicId } from "../../ids";
import { subjectOf } from "./check-chain";
import type { ContentKind, SigningKeyView } from "./schemas";

export type SigningKeyRow = typeof signingKeys.$inferSelect;

export function signingKeyView(row: SigningKeyRow): SigningKeyView {
  const key = createPublicKey({ key: Buffer.from(row.publicKey), format: "der", type: "spki" });
  return {
    id: toPublicId("sgk", row.keyId),
    owner: row.owner,
    algorithm: row.algorithm,
    fingerprint: Buffer.from(row.fingerprint).toString("hex"),
    publicKey: String(key.export({ type: "spki", format: "pem" })),
    issuer: row.issuerCertificate && subjectOf(new X509Certificate(row.issuerCertificate)),
    kinds: row.kinds as ContentKind[],
    manufacturers: row.manufacturers,
    notBefore: row.notBefore?.toISOString() ?? null,
    notAfter: row.notAfter?.toISOString() ?? null,
    createdBy: { id: row.createdById, name: row.createdByName },
    createdAt: row.createdAt.toISOString(),
    revokedAt: row.revokedAt?.toISOString() ?? null,
    revokedReason: row.revokedReason,
  };
}

import { sql } from "drizzle-orm";
import { bigint, check, index, integer, jsonb, pgEnum, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { bytea, instant } from "./columns";
import { realm } from "./devices";

/** Which moves there are between them is a trigger's business (migration `contents`). */
export const contentState = pgEnum("content_state", [
  "uploading",
  "verifying",
  "ready",
  "quarantined",
  "rejected",
  "retired",
]);

/** As the caller gave it. `manifest` is what was signed where that is not the octets themselves: base64 of its text. */
interface StoredSignature {
  readonly algorithm: string;
  readonly keyId: string;
  /** Base64. */
  readonly value: string;
  readonly manifest?: string | undefined;
  /** Certificates in PEM, the signer's first, where the key is an issuer's. */
  readonly chain?: string | undefined;
}

/** One of the checks of an ingestion. */
interface StoredCheck {
  readonly check: "size" | "digest" | "format" | "signature" | "binding";
  readonly result: "passed" | "failed" | "skipped";
  readonly detail: string;
  readonly signer?: { readonly name: string; readonly certifiedBy: string | null; readonly comment: string | null };
}

/**
 * What is ingested: firmware, software, configurations, lists of devices. Shown as `con_...`. What it is (kind, name,
 * version, whom it is for, size, digest) never changes; only its state does. The octets are in the content store under
 * their digest. Written by the use cases of contents and by the worker; read by whoever gives it to a device.
 * (realm, content_id): lists. (sha256): whether a file is still needed. (state, due_at): what the worker takes.
 * (signing_key_id): what a revoked key takes back. (owner_id): quotas.
 */
export const contents = pgTable(
  "contents",
  {
    contentId: uuid("content_id").primaryKey(),
    realm: realm("realm").notNull(),
    ownerKind: text("owner_kind").$type<"system" | "user" | "internal">().notNull(),
    ownerId: text("owner_id").notNull(),
    ownerName: text("owner_name").notNull(),
    kind: text("kind").$type<"firmware" | "software" | "configuration" | "deviceList">().notNull(),
    /** Of the file, as the caller gave it: never a path. */
    name: text("name").notNull(),
    version: text("version"),
    /** Versions that it may replace; null: any. */
    fromVersions: text("from_versions").array(),
    /** null: any. */
    manufacturer: text("manufacturer"),
    /** Models that it is for; null: any of the manufacturer. */
    models: text("models").array(),
    /** Octets. */
    size: bigint("size", { mode: "number" }).notNull(),
    sha256: bytea("sha256").notNull(),
    state: contentState("state").notNull().default("uploading"),
    /** Why it is quarantined, rejected or retired: a word that stays, and a sentence for people. */
    reason: text("reason"),
    reasonDetail: text("reason_detail"),
    checks: jsonb("checks").$type<readonly StoredCheck[]>().notNull().default([]),
    signature: jsonb("signature").$type<StoredSignature>(),
    /** The registered key that its signature names, whether or not it fits. */
    signingKeyId: uuid("signing_key_id").references(() => signingKeys.keyId),
    /** Where it is pulled from; null: it is uploaded. */
    sourceUrl: text("source_url"),
    /** Octets that are in the store's part, as far as they are safe there. */
    received: bigint("received", { mode: "number" }).notNull().default(0),
    /** Digest of the whole part, where the process that took it in has seen all of it; null: it has to be read again. */
    receivedSha256: bytea("received_sha256"),
    /** One writer at a time: who writes the part or checks it, and until when that is believed. */
    leasedBy: uuid("leased_by"),
    leaseUntil: instant("lease_until"),
    /** Attempts to pull it that failed. */
    attempts: integer("attempts").notNull().default(0),
    /** When the worker pulls or checks it next, when an upload is given up, when the file's digest is read again. */
    dueAt: instant("due_at"),
    decidedById: text("decided_by_id"),
    decidedByName: text("decided_by_name"),
    decidedAt: instant("decided_at"),
    createdAt: instant("created_at").notNull().defaultNow(),
    readyAt: instant("ready_at"),
    /** When the file's digest was last found right. */
    scrubbedAt: instant("scrubbed_at"),
  },
  (t) => [
    index("contents_realm").on(t.realm, t.contentId),
    index("contents_sha256").on(t.sha256),
    index("contents_due").on(t.state, t.dueAt),
    index("contents_signing_key").on(t.signingKeyId),
    index("contents_owner").on(t.ownerId, t.state),
    check("contents_sizes_fit", sql`${t.size} > 0 and ${t.received} between 0 and ${t.size}`),
    check("contents_digest_is_sha256", sql`length(${t.sha256}) = 32`),
    check("contents_name_has_length", sql`length(${t.name}) between 1 and 255`),
  ],
);

/**
 * A public key that a maker of packages signs with, or certifies signers with; shown as `sgk_...`. Kept when it is revoked: contents name it.
 * Written by administrators; read whenever a signature is checked.
 */
export const signingKeys = pgTable(
  "signing_keys",
  {
    keyId: uuid("key_id").primaryKey(),
    realm: realm("realm").notNull(),
    /** Whose key it is, in words. */
    owner: text("owner").notNull(),
    algorithm: text("algorithm").$type<"ed25519" | "ecdsa-p256" | "ecdsa-p384" | "rsa-pss" | "minisign">().notNull(),
    /** SubjectPublicKeyInfo (DER). */
    publicKey: bytea("public_key").notNull(),
    /** SHA-256 over `public_key`. */
    fingerprint: bytea("fingerprint").notNull(),
    /** Certificate (DER) of a CA: those sign whom it certifies, not it. Null: the key signs itself. */
    issuerCertificate: bytea("issuer_certificate"),
    /** Kinds of content that it may sign. */
    kinds: text("kinds").array().notNull(),
    /** Manufacturers for whose devices it may sign; null: for all. */
    manufacturers: text("manufacturers").array(),
    notBefore: instant("not_before"),
    notAfter: instant("not_after"),
    createdById: text("created_by_id").notNull(),
    createdByName: text("created_by_name").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
    revokedAt: instant("revoked_at"),
    revokedReason: text("revoked_reason"),
  },
  (t) => [unique("signing_keys_fingerprint").on(t.realm, t.fingerprint)],
);

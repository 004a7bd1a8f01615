import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { bytea, instant } from "./columns";
import { realm } from "./devices";

/** A system that calls the public API. `system_id` is shown as `xs_...`. */
export const externalSystems = pgTable("external_systems", {
  systemId: uuid("system_id").primaryKey(),
  realm: realm("realm").notNull(),
  name: text("name").notNull().unique(),
  scopes: text("scopes").array().notNull(),
  disabled: boolean("disabled").notNull().default(false),
  /** From then on none of its credentials works. */
  expiresAt: instant("expires_at"),
  /** Devices on which it may start operations that may do harm within an hour, before somebody has to approve. */
  destructiveDevicesPerHour: integer("destructive_devices_per_hour").notNull().default(100),
  /** Device groups outside of which it sees and does nothing; null: it is not limited. */
  allowedGroupIds: uuid("allowed_group_ids").array(),
  /** A POST of it without an Idempotency-Key is refused. */
  idempotencyKeyRequired: boolean("idempotency_key_required").notNull().default(false),
  createdAt: instant("created_at").notNull().defaultNow(),
});

/** A public key as a system registers it: members of a JWK. */
interface StoredKey {
  readonly kty: "EC" | "OKP" | "RSA";
  readonly kid?: string | undefined;
  readonly [member: string]: string | undefined;
}

/** One way in which a system proves who it is, under a client id of its own. (system_id): a system's credentials. */
export const apiCredentials = pgTable(
  "api_credentials",
  {
    clientId: text("client_id").primaryKey(),
    systemId: uuid("system_id")
      .notNull()
      .references(() => externalSystems.systemId),
    method: text("method").$type<"secret" | "private_key" | "certificate">().notNull().default("secret"),
    /** The public keys (JWK) of `private_key`. */
    keys: jsonb("keys").$type<readonly StoredKey[]>().notNull().default([]),
    /** Where the keys of `private_key` are had instead; null: they are in `keys`. */
    jwksUrl: text("jwks_url"),
    /** SHA-256 of the client certificate without which this credential is not taken; null: none is asked for. */
    certificateThumbprint: bytea("certificate_thumbprint"),
    expiresAt: instant("expires_at"),
    revokedAt: instant("revoked_at"),
    lastUsedAt: instant("last_used_at"),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [index("api_credentials_system").on(t.systemId)],
);

/** Secrets of a credential, by their SHA-256. Two may live at once while one is rotated. (client_id): a credential's. */
export const clientSecrets = pgTable(
  "client_secrets",
  {
    secretId: uuid("secret_id").primaryKey(),
    clientId: text("client_id")
      .notNull()
      .references(() => apiCredentials.clientId),
    secretHash: bytea("secret_hash").notNull(),
    /** Set when it is rotated. */
    expiresAt: instant("expires_at"),
    lastUsedAt: instant("last_used_at"),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [index("client_secrets_client").on(t.clientId)],
);

/** Assertions (RFC 7523) that were taken, so that none is taken twice. (expires_at): swept. */
export const usedAssertions = pgTable(
  "used_assertions",
  {
    clientId: text("client_id").notNull(),
    /** SHA-256: the client chooses how long a jti is. */
    jtiHash: bytea("jti_hash").notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.clientId, t.jtiHash] }), index("used_assertions_expiry").on(t.expiresAt)],
);

/** Access tokens by their SHA-256. Opaque, so that revocation acts at once. (expires_at): swept. */
export const accessTokens = pgTable(
  "access_tokens",
  {
    tokenHash: bytea("token_hash").primaryKey(),
    clientId: text("client_id")
      .notNull()
      .references(() => apiCredentials.clientId),
    scopes: text("scopes").array().notNull(),
    /** SHA-256 of the client certificate with which alone the token works; null: it works with any and none. */
    certificateThumbprint: bytea("certificate_thumbprint"),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [index("access_tokens_expiry").on(t.expiresAt)],
);

/**
 * How much of its rate a client has used, for each class of requests: the instant at which its bucket is empty again
 * (GCRA). Unlogged: after a crash every bucket is empty, which harms nobody.
 */
export const rateLimits = pgTable(
  "rate_limits",
  {
    clientId: text("client_id").notNull(),
    class: text("class").notNull(),
    emptyAt: instant("empty_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.clientId, t.class] })],
);

/** The answer to an Idempotency-Key, inserted in the transaction of the effect. Kept 24 h. */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    systemId: text("system_id").notNull(),
    route: text("route").notNull(),
    key: text("key").notNull(),
    fingerprint: bytea("fingerprint").notNull(),
    status: integer("status"),
    headers: jsonb("headers").$type<Record<string, string>>(),
    /** The answer's octets, so that a replay is octet-equal. */
    body: text("body"),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.systemId, t.route, t.key] }), index("idempotency_keys_age").on(t.createdAt)],
);

/** A person in the console. `user_id` is shown as `usr_...`. */
export const users = pgTable("users", {
  userId: uuid("user_id").primaryKey(),
  email: text("email").notNull().unique(),
  name: text("name").notNull(),
  role: text("role").$type<"agent" | "operator" | "administrator">().notNull(),
  passwordHash: text("password_hash").notNull(),
  /** Somebody else knows the password: nothing can be done with it but to choose another. */
  mustChangePassword: boolean("must_change_password").notNull().default(false),
  disabled: boolean("disabled").notNull().default(false),
  createdAt: instant("created_at").notNull().defaultNow(),
});

/** One sign-in of a person; the cookie holds only a random id whose SHA-256 is the key here. */
export const userSessions = pgTable(
  "user_sessions",
  {
    sessionHash: bytea("session_hash").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.userId),
    createdAt: instant("created_at").notNull().defaultNow(),
    /** When the password was given last: at the sign-in, or again for an act that asks for it. */
    provedAt: instant("proved_at").notNull().defaultNow(),
    lastSeenAt: instant("last_seen_at").notNull().defaultNow(),
    expiresAt: instant("expires_at").notNull(),
    revokedAt: instant("revoked_at"),
    sourceAddress: text("source_address").notNull(),
  },
  (t) => [index("user_sessions_user").on(t.userId)],
);

/** Failed sign-ins and token requests, counted per key until `until`. */
export const attemptCounters = pgTable("attempt_counters", {
  key: text("key").primaryKey(),
  failures: integer("failures").notNull(),
  blockedUntil: instant("blocked_until"),
  updatedAt: instant("updated_at").notNull().defaultNow(),
});

/** Data keys of the envelope, wrapped by the master key. One is current per purpose (the newest). */
export const dataKeys = pgTable("data_keys", {
  keyId: text("key_id").primaryKey(),
  purpose: text("purpose").notNull(),
  wrapped: bytea("wrapped").notNull(),
  createdAt: instant("created_at").notNull().defaultNow(),
});

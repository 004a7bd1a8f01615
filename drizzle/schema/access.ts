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
  createdAt: instant("created_at").notNull().defaultNow(),
});

/** A system's secrets: only their SHA-256. Two may live at once while one is rotated. */
export const apiCredentials = pgTable("api_credentials", {
  clientId: text("client_id").primaryKey(),
  systemId: uuid("system_id")
    .notNull()
    .references(() => externalSystems.systemId),
  secretHash: bytea("secret_hash").notNull(),
  expiresAt: instant("expires_at"),
  revokedAt: instant("revoked_at"),
  lastUsedAt: instant("last_used_at"),
  createdAt: instant("created_at").notNull().defaultNow(),
});

/** Access tokens by their SHA-256. Opaque, so that revocation acts at once. (expires_at): swept. */
export const accessTokens = pgTable(
  "access_tokens",
  {
    tokenHash: bytea("token_hash").primaryKey(),
    clientId: text("client_id")
      .notNull()
      .references(() => apiCredentials.clientId),
    scopes: text("scopes").array().notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [index("access_tokens_expiry").on(t.expiresAt)],
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

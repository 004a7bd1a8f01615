import { sql } from "drizzle-orm";
import { bigint, check, index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { externalSystems } from "./access";
import { instant } from "./columns";
import { realm } from "./devices";
import { operations } from "./operations";

/** How far the feed of each External System goes, in numbers of its own. Written by the projector; swept by the worker. */
export const eventFeeds = pgTable("event_feeds", {
  systemId: uuid("system_id").primaryKey(),
  /** The last number given. */
  seq: bigint("seq", { mode: "number" }).notNull(),
  /** The last number that is not kept any more. */
  sweptSeq: bigint("swept_seq", { mode: "number" }).notNull().default(0),
});

/**
 * Which events an External System is told of, numbered for it from 1 without a gap, so that its feed is one range of the
 * key. Inserted by the projector only, in the order of `events`; the oldest are swept.
 */
export const eventReaders = pgTable(
  "event_readers",
  {
    systemId: uuid("system_id").notNull(),
    seq: bigint("seq", { mode: "number" }).notNull(),
    /** `events.seq` */
    eventSeq: bigint("event_seq", { mode: "number" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.systemId, t.seq] })],
);

/**
 * Results of one system may go to another: in force once both have consented, until either or an administrator ends it.
 * Ended rows stay, since operations name them. (to_system_id): what a system is offered.
 */
export const grants = pgTable(
  "grants",
  {
    grantId: uuid("grant_id").primaryKey(),
    realm: realm("realm").notNull(),
    fromSystemId: uuid("from_system_id")
      .notNull()
      .references(() => externalSystems.systemId),
    toSystemId: uuid("to_system_id")
      .notNull()
      .references(() => externalSystems.systemId),
    /** Patterns of operation kinds: `firmware.update`, `firmware.*`, `*`. */
    kinds: text("kinds").array().notNull(),
    /** The most that the other system is shown. */
    detail: text("detail").$type<"status" | "result" | "full">().notNull(),
    fromConsentedAt: instant("from_consented_at"),
    toConsentedAt: instant("to_consented_at"),
    createdAt: instant("created_at").notNull().defaultNow(),
    endedAt: instant("ended_at"),
    endedById: text("ended_by_id"),
  },
  (t) => [
    check("grants_between_two", sql`${t.fromSystemId} <> ${t.toSystemId}`),
    index("grants_from").on(t.fromSystemId, t.grantId.desc()),
    index("grants_to").on(t.toSystemId, t.grantId.desc()),
  ],
);

/** Who besides its owner is told of an operation, and how much. Written with the operation, never changed. */
export const operationRecipients = pgTable(
  "operation_recipients",
  {
    operationId: uuid("operation_id")
      .notNull()
      .references(() => operations.operationId),
    systemId: uuid("system_id")
      .notNull()
      .references(() => externalSystems.systemId),
    detail: text("detail").$type<"status" | "result" | "full">().notNull(),
    /** By what right; null: an administrator said so. When the grant ends, so does what the recipient sees. */
    grantId: uuid("grant_id").references(() => grants.grantId),
  },
  (t) => [
    primaryKey({ columns: [t.operationId, t.systemId] }),
    index("operation_recipients_system").on(t.systemId, t.operationId.desc()),
  ],
);

/**
 * What signs events that are read with `signed`: Ed25519. The newest one that has been published for a while signs; the public
 * halves of all stay published, so that what was signed once can be checked as long as it is kept.
 */
export const eventSigningKeys = pgTable("event_signing_keys", {
  /** `kid` of its signatures. */
  keyId: uuid("key_id").primaryKey(),
  /** JWK. */
  publicKey: jsonb("public_key").$type<{ readonly kty: string; readonly crv: string; readonly x: string }>().notNull(),
  /** PKCS#8 in PEM; null once it signs no more. */
  sealedKey: text("sealed_key"),
  createdAt: instant("created_at").notNull().defaultNow(),
});

import { bigint, bigserial, index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { bytea, instant } from "./columns";
import { realm } from "./devices";

/**
 * Who did what to which object, in the transaction of the change. The server's role may insert and read, no more.
 * (object), (actor), (action): the filters of its readers, each with the newest first.
 */
export const auditEntries = pgTable(
  "audit_entries",
  {
    auditId: bigserial("audit_id", { mode: "number" }).primaryKey(),
    at: instant("at").notNull().defaultNow(),
    /** Null: from before there was a realm here. */
    realm: realm("realm"),
    actorKind: text("actor_kind").$type<"system" | "user" | "internal">().notNull(),
    actorId: text("actor_id").notNull(),
    actorName: text("actor_name").notNull(),
    action: text("action").notNull(),
    object: text("object").notNull(),
    requestId: text("request_id").notNull(),
    sourceAddress: text("source_address").notNull(),
    reason: text("reason"),
    before: jsonb("before"),
    after: jsonb("after"),
  },
  (t) => [
    index("audit_entries_object").on(t.object, t.auditId),
    index("audit_entries_actor").on(t.actorId, t.auditId),
    index("audit_entries_action").on(t.action, t.auditId),
  ],
);

/**
 * The hash chain over the audit log, one link an entry, written by the sequencer after the entry was committed: `hash` is
 * SHA-256 over the hash before and the entry. Insert-only like the log itself. (audit_id): which entries have a link.
 */
export const auditChain = pgTable("audit_chain", {
  /** 1, 2, 3 ... without a gap. */
  link: bigint("link", { mode: "number" }).primaryKey(),
  auditId: bigint("audit_id", { mode: "number" }).notNull().unique(),
  hash: bytea("hash").notNull(),
});

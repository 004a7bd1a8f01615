import { isNotNull } from "drizzle-orm";
import { bigint, index, integer, jsonb, pgSequence, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns";
import { realm } from "./devices";
import { taskState } from "./operations";

/** What a fact says, the same on its way and in the feed. */
const fact = () => ({
  eventId: uuid("event_id").notNull(),
  operationId: uuid("operation_id"),
  contentId: uuid("content_id"),
  /** Of what concerns one External System: it alone is told. */
  systemId: uuid("system_id"),
  realm: realm("realm").notNull(),
  /** null: kept and counted, not announced. */
  type: text("type"),
  fromState: taskState("from_state"),
  toState: taskState("to_state"),
  reason: text("reason"),
  data: jsonb("data"),
});

/**
 * Facts on their way to the feed. The session path only inserts; the projector deletes rows here and inserts them
 * into `events` in one statement. (device_id, version, i) orders a device's facts without a sequence or a clock; no index
 * checks it, for each row is written by whoever moved the version on, and all of them are read at once. Rows that belong to
 * no device carry the id of what they are about (operation, content, subscription, grant) as device_id, and a counter of it as version.
 */
export const outbox = pgTable("outbox", {
  deviceId: uuid("device_id").notNull(),
  version: bigint("version", { mode: "number" }).notNull(),
  i: integer("i").notNull(),
  ...fact(),
  at: instant("at").notNull().defaultNow(),
});

/** Versions of outbox rows about what has no counter of its own, such as a grant: no two are the same, and they grow. */
export const outboxFacts = pgSequence("outbox_facts");

/**
 * The feed, gap-free and in commit order; written by the projector only. (device_id, seq): a device's history; (event_id): an
 * event that somebody names; both of what is announced.
 */
export const events = pgTable(
  "events",
  {
    seq: bigint("seq", { mode: "number" }).primaryKey(),
    deviceId: uuid("device_id"),
    ...fact(),
    at: instant("at").notNull(),
  },
  (t) => [
    index("events_device").on(t.deviceId, t.seq).where(isNotNull(t.type)),
    index("events_event").on(t.eventId).where(isNotNull(t.type)),
  ],
);

/** One row: the last number given in the feed. */
export const projector = pgTable("projector", {
  id: integer("id").primaryKey(),
  seq: bigint("seq", { mode: "number" }).notNull(),
});

/** How many tasks of an operation are in which state; kept by the projector, so it trails the tasks by milliseconds. */
export const operationCounts = pgTable(
  "operation_counts",
  {
    operationId: uuid("operation_id").notNull(),
    state: taskState("state").notNull(),
    /** The outcome of failed tasks, else "". */
    outcome: text("outcome").notNull().default(""),
    count: bigint("count", { mode: "number" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.operationId, t.state, t.outcome] })],
);

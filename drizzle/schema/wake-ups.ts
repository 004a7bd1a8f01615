import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { instant } from "./columns";
import { realm } from "./devices";

/**
 * Devices that are to be woken, or bootstrapped, one row each, claimed by due time under a lease. Deleted when the
 * device signs in. Written by whoever starts work for a device, and by the worker; (due_at): the claim.
 */
export const wakeUps = pgTable(
  "wake_ups",
  {
    deviceId: uuid("device_id").primaryKey(),
    /** Signed into Package 0 and expected back as SessionID; the same for all attempts of one wake-up. */
    sessionId: integer("session_id").notNull(),
    /** The channel being tried; null: the first of the device's. */
    channel: text("channel"),
    /** How often it was tried on that channel. */
    attempt: smallint("attempt").notNull().default(0),
    dueAt: instant("due_at").notNull(),
    /** It holds a slot of that channel's rate, and is due when the slot comes. */
    slot: boolean("slot").notNull().default(false),
    leaseUntil: instant("lease_until"),
    leasedBy: uuid("leased_by"),
    /** Somebody asked for it: it is sent though no task waits. */
    asked: boolean("asked").notNull().default(false),
    /** The last send that a channel took. */
    sentAt: instant("sent_at"),
    sendId: uuid("send_id"),
    sentBy: text("sent_by"),
    /** What the channel's peer reported of that send. */
    receipt: text("receipt").$type<ReceiptState>(),
    /** Why the last attempt could not be sent, in words; null when it was accepted. */
    problem: text("problem"),
    problemSince: instant("problem_since"),
  },
  (t) => [index("wake_ups_due").on(t.dueAt)],
);

export type ReceiptState = "delivered" | "failed" | "expired" | "unknown";

/**
 * Every push that was handed to a channel, and what became of it. Written by the worker; read by people who ask why a
 * device does not come. (sent_at): swept after 30 days. (refs): a receipt that names its push by the peer's reference.
 */
export const wakeUpSends = pgTable(
  "wake_up_sends",
  {
    deviceId: uuid("device_id").notNull(),
    sendId: uuid("send_id").notNull(),
    purpose: text("purpose").$type<"package0" | "bootstrap">().notNull(),
    sessionId: integer("session_id").notNull(),
    channel: text("channel").notNull(),
    attempt: smallint("attempt").notNull(),
    /** `sending`: the channel has not answered yet, or the process died before it did. */
    state: text("state").$type<"sending" | "accepted" | "retry" | "rejected">().notNull(),
    code: text("code"),
    problem: text("problem"),
    refs: text("refs").array().notNull(),
    /** Of each part, by its number or its reference. */
    receipts: jsonb("receipts").$type<Readonly<Record<string, ReceiptState>>>().notNull().default({}),
    receipt: text("receipt").$type<ReceiptState>(),
    receiptCode: text("receipt_code"),
    receiptAt: instant("receipt_at"),
    sentAt: instant("sent_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.deviceId, t.sendId] }),
    index("wake_up_sends_age").on(t.sentAt),
    index("wake_up_sends_refs").using("gin", t.refs).where(sql`${t.refs} <> '{}'`),
  ],
);

/**
 * Sessions that came because a push had asked for them. Inserted by the session path, taken by the worker into
 * `channel_statistics`: the session path touches no counter.
 */
export const wakeUpArrivals = pgTable(
  "wake_up_arrivals",
  {
    deviceId: uuid("device_id").notNull(),
    sendId: uuid("send_id").notNull(),
    channel: text("channel").notNull(),
    sentAt: instant("sent_at").notNull(),
    cameAt: instant("came_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.deviceId, t.sendId] })],
);

/**
 * How well each channel reaches each model, day by day (UTC). Written by the worker; swept after 90 days. Devices say their
 * model themselves: of each channel so many are kept a day, and what comes beyond is counted as the model `other`
 * (`counted_model` in a migration).
 */
export const channelStatistics = pgTable(
  "channel_statistics",
  {
    day: date("day", { mode: "string" }).notNull(),
    realm: realm("realm").notNull(),
    channel: text("channel").notNull(),
    manufacturer: text("manufacturer").notNull(),
    model: text("model").notNull(),
    attempts: bigint("attempts", { mode: "number" }).notNull().default(0),
    accepted: bigint("accepted", { mode: "number" }).notNull().default(0),
    rejected: bigint("rejected", { mode: "number" }).notNull().default(0),
    delivered: bigint("delivered", { mode: "number" }).notNull().default(0),
    undelivered: bigint("undelivered", { mode: "number" }).notNull().default(0),
    sessions: bigint("sessions", { mode: "number" }).notNull().default(0),
    /** Sessions by delay behind the push: the bounds are those of `DELAY_BOUNDS_SECONDS`, the last is open. */
    delays: bigint("delays", { mode: "number" }).array().notNull().default(sql`'{}'::bigint[]`),
  },
  (t) => [primaryKey({ columns: [t.day, t.realm, t.channel, t.manufacturer, t.model] })],
);

/** When each channel that has a rate is free again, over all processes. */
export const channelBudgets = pgTable("channel_budgets", {
  channel: text("channel").primaryKey(),
  nextAt: instant("at").notNull(),
});

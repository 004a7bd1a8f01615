import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { externalSystems } from "./access";
import { instant } from "./columns";
import { realm } from "./devices";

/**
 * Where events of an External System's feed are pushed to. One row each: what its owner says, how far the push has come,
 * and who pushes now. Whoever changes what its owner says takes the lease away, so that the work begins anew with it.
 * `subscription_id` is shown as `sub_...`. (system_id): a system's subscriptions.
 */
export const subscriptions = pgTable(
  "subscriptions",
  {
    subscriptionId: uuid("subscription_id").primaryKey(),
    realm: realm("realm").notNull(),
    systemId: uuid("system_id")
      .notNull()
      .references(() => externalSystems.systemId),
    url: text("url").notNull(),
    description: text("description"),
    /** Patterns of event types: `dmwsi.task.succeeded.v1`, `task.*`, `*`. */
    types: text("types").array().notNull(),
    /** Devices whose events are pushed, in the filter language; null: all. Events of no device are pushed all the same. */
    filter: text("filter"),
    state: text("state").$type<"active" | "paused" | "off">().notNull().default("active"),
    /** Why it is not active: somebody said so, nothing but failures for days, or its receiver is gone for good (410). */
    cause: text("cause").$type<"person" | "failures" | "gone">(),
    stateSince: instant("state_since").notNull().defaultNow(),
    /** Number in the system's feed up to which each event was handed over, or has a row in `deliveries`. */
    position: bigint("position", { mode: "number" }).notNull(),
    /** Attempts that failed since the last one that succeeded. */
    failures: integer("failures").notNull().default(0),
    lastSuccessAt: instant("last_success_at"),
    /** Since when it was only failing; null while it is not. */
    failingSince: instant("failing_since"),
    /** No attempt before: the receiver asked for time. */
    heldUntil: instant("held_until"),
    delivered: bigint("delivered", { mode: "number" }).notNull().default(0),
    failedAttempts: bigint("failed_attempts", { mode: "number" }).notNull().default(0),
    parked: bigint("parked", { mode: "number" }).notNull().default(0),
    leasedBy: uuid("leased_by"),
    leaseUntil: instant("lease_until"),
    revision: integer("revision").notNull().default(1),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [index("subscriptions_system").on(t.systemId, t.subscriptionId)],
);

/** What signs the messages of a subscription, sealed. Two live at once for a while when it is rotated. */
export const subscriptionSecrets = pgTable(
  "subscription_secrets",
  {
    secretId: uuid("secret_id").primaryKey(),
    subscriptionId: uuid("subscription_id")
      .notNull()
      .references(() => subscriptions.subscriptionId),
    sealedSecret: text("sealed_secret").notNull(),
    /** Set when it is rotated. */
    expiresAt: instant("expires_at"),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [index("subscription_secrets_subscription").on(t.subscriptionId)],
);

/** One attempt to hand an event over. `status` null: no answer came, `error` says why. */
export interface DeliveryTry {
  readonly at: string;
  readonly status: number | null;
  readonly error: string | null;
  readonly ms: number;
}

/**
 * What became of an event on its way to a subscriber: written at an attempt, or when it has to wait behind one. `seq` is
 * the number in the system's feed; tests of the owner have negative ones. (next_at): what is due. (key): what an event
 * waits behind. (event_id): the receiver knows it by that. (realm, state): those of all subscriptions, the newest event
 * first.
 */
export const deliveries = pgTable(
  "deliveries",
  {
    subscriptionId: uuid("subscription_id").notNull(),
    realm: realm("realm").notNull(),
    seq: bigint("seq", { mode: "number" }).notNull(),
    eventId: uuid("event_id").notNull(),
    type: text("type").notNull(),
    /** Events of one key go out in their order: of one operation, else of one device, else of one content. */
    key: uuid("key").notNull(),
    state: text("state").$type<"waiting" | "delivered" | "retrying" | "parked">().notNull(),
    /** Counted anew when it is asked for again. */
    attempts: integer("attempts").notNull().default(0),
    nextAt: instant("next_at"),
    /** It was asked for again after its turn: nothing waits behind it. */
    again: boolean("again").notNull().default(false),
    /** Parked, and the receiver was not told so yet with a later event of the key. */
    untold: boolean("untold").notNull().default(false),
    /** The latest, the newest last. */
    tries: jsonb("tries").$type<readonly DeliveryTry[]>().notNull().default([]),
    /** What the receiver said when it last refused the event, secrets masked; null: nothing that could be kept. */
    answer: text("answer"),
    changedAt: instant("changed_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.subscriptionId, t.seq] }),
    uniqueIndex("deliveries_event").on(t.subscriptionId, t.eventId),
    index("deliveries_due").on(t.subscriptionId, t.nextAt).where(sql`state = 'retrying'`),
    index("deliveries_key").on(t.subscriptionId, t.key, t.seq).where(sql`state <> 'delivered'`),
    index("deliveries_realm").on(t.realm, t.state, t.eventId, t.subscriptionId),
    index("deliveries_state").on(t.subscriptionId, t.state, t.seq).where(sql`state <> 'delivered'`),
  ],
);

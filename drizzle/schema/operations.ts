import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { instant } from "./columns";
import { realm } from "./devices";

export const operationState = pgEnum("operation_state", [
  "draft",
  "awaiting_approval",
  "scheduled",
  "running",
  "paused",
  "completed",
  "cancelled",
  "stopped",
]);

export const taskState = pgEnum("task_state", [
  "scheduled",
  "queued",
  "notified",
  "in_session",
  "waiting_device",
  "succeeded",
  "failed",
  "cancelled",
  "expired",
]);

export const taskOutcome = pgEnum("task_outcome", ["acknowledged", "verified", "refused", "error", "unconfirmed"]);

/**
 * One request to do something to a target. Not touched by the session path. (realm), (owner_id), (state), (kind), (content of
 * the params): the filters of its list, each with the newest last, as a list read backwards has it.
 */
export const operations = pgTable(
  "operations",
  {
    operationId: uuid("operation_id").primaryKey(),
    realm: realm("realm").notNull(),
    kind: text("kind").notNull(),
    kindVersion: smallint("kind_version").notNull(),
    params: jsonb("params").notNull(),
    target: jsonb("target").notNull(),
    state: operationState("state").notNull(),
    priority: smallint("priority").notNull(),
    notBefore: instant("not_before"),
    expiresAt: instant("expires_at"),
    /** Tasks with n up to this may run: a wave is this number, not an update of many tasks. */
    releasedN: integer("released_n").notNull(),
    total: integer("total").notNull(),
    attemptsMax: smallint("attempts_max").notNull(),
    backoffSeconds: integer("backoff_seconds").notNull(),
    billable: boolean("billable").notNull(),
    ownerKind: text("owner_kind").$type<"system" | "user" | "internal">().notNull(),
    ownerId: text("owner_id").notNull(),
    ownerName: text("owner_name").notNull(),
    /** The External System that `owner_id` names, by its key; null for other owners. */
    ownerSystemId: uuid("owner_system_id"),
    reference: text("reference"),
    createdAt: instant("created_at").notNull().defaultNow(),
    completedAt: instant("completed_at"),
    /** Grows with every change of the row, by a trigger. */
    revision: integer("revision").notNull().default(1),
    /** Why somebody else than its maker has to approve it before it runs; null: nobody has to. */
    approvalCause: text("approval_cause").$type<"asked" | "destructive_ceiling">(),
    decision: text("decision").$type<"approved" | "rejected">(),
    decidedById: text("decided_by_id"),
    decidedByName: text("decided_by_name"),
    decisionReason: text("decision_reason"),
    decidedAt: instant("decided_at"),
  },
  (t) => [
    check("operations_maker_is_not_checker", sql`${t.decidedById} <> ${t.ownerId}`),
    check("operations_decided_by_somebody", sql`(${t.decision} is null) = (${t.decidedById} is null)`),
    check(
      "operations_run_approved",
      sql`${t.approvalCause} is null or ${t.decision} is not distinct from 'approved' or ${t.state} not in ('scheduled', 'running', 'paused')`,
    ),
    index("operations_realm").on(t.realm, t.operationId),
    index("operations_owner").on(t.ownerId, t.operationId),
    index("operations_state").on(t.state, t.operationId),
    index("operations_kind").on(t.kind, t.operationId),
    index("operations_reference").on(t.reference).where(sql`${t.reference} is not null`),
    index("operations_content")
      .on(sql`(${t.params} ->> 'content')`, t.operationId)
      .where(sql`${t.params} ->> 'content' is not null`),
    index("operations_expiry")
      .on(t.expiresAt)
      .where(
        sql`${t.state} in ('draft', 'awaiting_approval', 'scheduled', 'running', 'paused') and ${t.expiresAt} is not null`,
      ),
  ],
);

/**
 * One operation on one device; its key is that pair. No index mentions a column that changes in its life, so that
 * every step is a HOT update (fillfactor 80, and the legal steps as a trigger, set in a migration).
 */
export const tasks = pgTable(
  "tasks",
  {
    deviceId: uuid("device_id").notNull(),
    operationId: uuid("operation_id").notNull(),
    /** Position in the operation's frozen target list, from 1. */
    n: integer("n").notNull(),
    state: taskState("state").notNull(),
    outcome: taskOutcome("outcome"),
    attempt: smallint("attempt").notNull().default(1),
    retryAt: instant("retry_at"),
    reasonCode: text("reason_code"),
    reasonText: text("reason_text"),
    createdAt: instant("created_at").notNull().defaultNow(),
    stateSince: instant("state_since").notNull().defaultNow(),
    startedAt: instant("started_at"),
    endedAt: instant("ended_at"),
  },
  (t) => [primaryKey({ columns: [t.deviceId, t.operationId] }), index("tasks_operation_n").on(t.operationId, t.n)],
);

/** Clock work of tasks that wait for a clock: read due keys by (due_at), then fire by key. */
export const timers = pgTable(
  "timers",
  {
    deviceId: uuid("device_id").notNull(),
    operationId: uuid("operation_id").notNull(),
    kind: text("kind").$type<"alert_timeout" | "push_timeout" | "retry">().notNull(),
    dueAt: instant("due_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.deviceId, t.operationId, t.kind] }), index("timers_due").on(t.dueAt)],
);

/**
 * What a plan was given, message by message, and at the end its result: `data` is `{answers, result?}`. Insert-only;
 * a plan goes on in a later message, session or process by replay over the rows of its attempt in order of n.
 */
export const results = pgTable(
  "results",
  {
    deviceId: uuid("device_id").notNull(),
    operationId: uuid("operation_id").notNull(),
    attempt: smallint("attempt").notNull(),
    n: integer("n").notNull(),
    at: instant("at").notNull().defaultNow(),
    data: jsonb("data").notNull(),
  },
  (t) => [primaryKey({ columns: [t.deviceId, t.operationId, t.attempt, t.n] })],
);

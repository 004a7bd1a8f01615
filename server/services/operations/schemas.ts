import { z } from "zod";
import { DeviceFilter, Instant, Revision } from "../devices/schemas";
import { GivenInstant } from "../given-instant";
import { PageInput } from "../page";

export const TaskState = z.enum([
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
export type TaskState = z.infer<typeof TaskState>;

export const OperationState = z.enum([
  "draft",
  "awaiting_approval",
  "scheduled",
  "running",
  "paused",
  "completed",
  "cancelled",
  "stopped",
]);
export type OperationState = z.infer<typeof OperationState>;

export const TaskOutcome = z.enum(["acknowledged", "verified", "refused", "error", "unconfirmed"]);
export type TaskOutcome = z.infer<typeof TaskOutcome>;

/** Why a task waits, or why it ended as it did. The list of codes is closed and documented. */
export const TaskReason = z.object({
  code: z.string(),
  text: z.string(),
  since: Instant,
  nextAttemptAt: Instant.nullable(),
  liftedBy: z.string().nullable(),
});
export type TaskReason = z.infer<typeof TaskReason>;

/** Numbers 0 (runs first) to 9; 5 is usual. Care before campaign: a care agent's operation takes 2. */
export const Priority = z.number().int().min(0).max(9);

/** Devices by id or DevId, a saved group, or an expression of the filter language. */
export const OperationTarget = z.union(
  [
    z.strictObject({ devices: z.array(z.string().min(1).max(200)).min(1).max(10_000) }),
    z.strictObject({ group: z.string().min(1).max(64) }),
    z.strictObject({ filter: DeviceFilter }),
  ],
  { error: "Give one of devices (a list of 1 to 10,000), group, or filter." },
);

/** What a recipient is shown: that tasks end and why; their results too; and what was asked and downloaded for them. */
export const DeliveryDetail = z.enum(["status", "result", "full"]);
export type DeliveryDetail = z.infer<typeof DeliveryDetail>;

const RECIPIENTS_MAX = 20;

/** External Systems that are told of an operation besides its owner. */
const Delivery = z.strictObject({
  recipients: z
    .array(z.string().min(1).max(64))
    .min(1)
    .max(RECIPIENTS_MAX)
    .refine((ids) => new Set(ids).size === ids.length, { message: "Name each system once." }),
  detail: DeliveryDetail.default("result"),
});

export const StartOperationInput = z.strictObject({
  kind: z.string().min(1).max(64),
  params: z.unknown(),
  target: OperationTarget,
  retry: z
    .strictObject({
      attempts: z.number().int().min(1).max(20).default(3),
      /** ISO 8601 duration of minutes, seconds or hours. */
      backoff: z
        .string()
        .regex(/^PT(?=\d)(\d{1,4}H)?(\d{1,5}M)?(\d{1,6}S)?$/, { message: "Write a duration like PT5M." })
        .default("PT5M"),
    })
    .optional(),
  schedule: z.strictObject({ startAt: GivenInstant.nullable().default(null) }).optional(),
  expiresAt: GivenInstant.nullable().optional(),
  priority: Priority.default(5),
  /** Have somebody else approve it before it runs. */
  approval: z.boolean().default(false),
  reference: z.string().min(1).max(128).optional(),
  /** Each recipient needs a grant: see POST /grants. */
  delivery: Delivery.optional(),
});

export const OperationCounts = z.object({
  total: z.number().int(),
  scheduled: z.number().int(),
  queued: z.number().int(),
  notified: z.number().int(),
  inSession: z.number().int(),
  waitingDevice: z.number().int(),
  succeeded: z.number().int(),
  unconfirmed: z.number().int(),
  failed: z.number().int(),
  cancelled: z.number().int(),
  expired: z.number().int(),
});
export type OperationCounts = z.infer<typeof OperationCounts>;

/** `revoked`: its grant was ended, and it sees nothing of the operation any more. */
const DeliveryView = z.object({
  detail: DeliveryDetail,
  recipients: z.array(z.object({ id: z.string(), state: z.enum(["active", "revoked"]) })),
});
export type DeliveryView = z.infer<typeof DeliveryView>;

export const OperationView = z.object({
  id: z.string(),
  kind: z.string(),
  state: OperationState,
  params: z.unknown(),
  target: z.unknown(),
  priority: z.number().int(),
  counts: OperationCounts,
  createdAt: Instant,
  createdBy: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  startAt: Instant.nullable(),
  expiresAt: Instant.nullable(),
  completedAt: Instant.nullable(),
  /** Null: nobody has to approve it. `decision` is null while it waits. */
  approval: z
    .object({
      cause: z.enum(["asked", "destructive_ceiling"]),
      decision: z.enum(["approved", "rejected"]).nullable(),
      by: z.object({ id: z.string(), name: z.string() }).nullable(),
      reason: z.string().nullable(),
      at: Instant.nullable(),
    })
    .nullable(),
  reference: z.string().nullable(),
  /** Null: nobody but its owner is told of it. */
  delivery: DeliveryView.nullable(),
  /** Grows with every change of the operation itself; `ETag` says the same. */
  revision: z.number().int(),
});
export type OperationView = z.infer<typeof OperationView>;

/** One command as it was answered: `status` is the DM status code, `meaning` its words. */
export const TaskStepView = z.object({
  command: z.string(),
  uri: z.string(),
  status: z.number().int().nullable(),
  meaning: z.string(),
});
export type TaskStepView = z.infer<typeof TaskStepView>;

/** A content on its way to a device. Octets are counted when they have left the server. */
export const TaskDownloadView = z.object({
  contentId: z.string(),
  name: z.string(),
  /** Octets of the whole. */
  size: z.number().int(),
  /** Octets from the first one on that went out at least once. */
  reached: z.number().int(),
  /** All octets that went out, those that went out again among them. */
  sent: z.number().int(),
  requests: z.number().int(),
  startedAt: Instant.nullable(),
  lastAt: Instant.nullable(),
  /** When the device may not get it any more, also where the task goes on. */
  expiresAt: Instant,
  /** What the device posted of it: a status of OMA Download 1.0, such as 900, and its words. */
  report: z.object({ code: z.number().int(), text: z.string(), at: Instant }).nullable(),
});
export type TaskDownloadView = z.infer<typeof TaskDownloadView>;

export const TaskView = z.object({
  id: z.string(),
  operationId: z.string(),
  kind: z.string(),
  deviceId: z.string(),
  devId: z.string(),
  state: TaskState,
  outcome: TaskOutcome.nullable(),
  reason: TaskReason.nullable(),
  attempt: z.number().int(),
  steps: z.array(TaskStepView),
  downloads: z.array(TaskDownloadView),
  result: z.unknown(),
  createdAt: Instant,
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
});
export type TaskView = z.infer<typeof TaskView>;

export const OperationIdInput = z.strictObject({ id: z.string().min(1).max(200) });
const DecisionReason = z.string().trim().min(1).max(500);
export const ApproveOperationInput = OperationIdInput.extend({ revision: Revision, reason: DecisionReason.optional() });
export const RejectOperationInput = OperationIdInput.extend({ revision: Revision, reason: DecisionReason });
export const TaskIdInput = z.strictObject({ id: z.string().min(1).max(200) });

export const ListOperationsInput = PageInput.extend({
  state: OperationState.optional(),
  kind: z.string().max(64).optional(),
  /** Those that give it to devices: `con_...`. */
  content: z.string().max(64).optional(),
  reference: z.string().max(128).optional(),
  createdBy: z.string().max(64).optional(),
});

export const ListTasksInput = PageInput.extend({
  id: z.string().min(1).max(200),
  state: TaskState.optional(),
  reason: z.string().max(64).optional(),
});

export const ListDeviceTasksInput = PageInput.extend({
  id: z.string().min(1).max(200),
  state: TaskState.optional(),
});

import { z } from "zod";
import { DeviceFilter, Instant, Revision } from "../devices/schemas";
import { EVENT_TYPES, WITHDRAWN } from "../events/event-types";
import { GivenInstant } from "../given-instant";
import { PageInput, pageOf } from "../page";
import { matchesType } from "./matches-type";

const SubscriptionId = z.string().min(1).max(64);
/** `evt_...`: what the receiver gets as `webhook-id`. */
const EventId = z.string().min(1).max(64);
const Url = z
  .url({ protocol: /^https?$/ })
  .max(2_048)
  .meta({ description: "Where the messages go: https, on port 443 or 8443." });
/** Names the address among wrong fields. */
export const RECEIVER_FIELD = { pointer: "/url", code: "receiver" };
const Filter = DeviceFilter.meta({
  description:
    "Devices, in the filter language. Events of other devices are not sent; those of no device are. It needs devices:read.",
});
const Description = z.string().trim().min(1).max(200);

/** Segments of small letters parted by dots; a star stands alone or at the end, for any. */
const TYPE_PATTERN = /^(\*|[a-z][a-z0-9_]*(\.[a-z0-9_]+)*(\.\*)?)$/;
const TYPES_MAX = 50;
const Types = z
  .array(
    z
      .string()
      .max(100)
      .regex(TYPE_PATTERN, { message: "Give a type such as dmwsi.task.succeeded.v1, a pattern such as task.*, or *." })
      .refine((pattern) => [...EVENT_TYPES, WITHDRAWN].some((type) => matchesType([pattern], type)), {
        message: "There is no such type. Write types like task.succeeded or task.*.",
      }),
  )
  .min(1)
  .max(TYPES_MAX);

export const SubscriptionState = z.enum(["active", "paused", "off"]);
export const SubscriptionCause = z.enum(["person", "failures", "gone"]);
export const Withheld = z.enum(["system_disabled", "system_expired", "events_read", "devices_read"]);
export type Withheld = z.infer<typeof Withheld>;
export const DeliveryState = z.enum(["waiting", "delivered", "retrying", "parked"]);

export const CreateSubscriptionInput = z.strictObject({
  url: Url,
  types: Types.default(["*"]),
  filter: Filter.optional(),
  description: Description.optional(),
  /** Whose events: needed from people in the console; an External System has its own. */
  systemId: z.string().min(1).max(64).optional(),
});

export const SubscriptionIdInput = z.strictObject({ id: SubscriptionId });
export const ListSubscriptionsInput = PageInput.extend({ systemId: z.string().min(1).max(64).optional() });

/** What is left out stays as it is; a description or a filter of null is taken away. */
export const ChangeSubscriptionInput = z.strictObject({
  id: SubscriptionId,
  revision: Revision,
  url: Url.optional(),
  types: Types.optional(),
  filter: Filter.nullable().optional(),
  description: Description.nullable().optional(),
});
export const DeleteSubscriptionInput = SubscriptionIdInput.extend({ revision: Revision });

export const SubscriptionView = z.object({
  id: z.string(),
  systemId: z.string(),
  url: z.string(),
  types: z.array(z.string()),
  filter: z.string().nullable(),
  description: z.string().nullable(),
  state: SubscriptionState,
  /** Why it is not active: somebody paused it, its receiver only failed for three days, or is gone for good (410). */
  cause: SubscriptionCause.nullable(),
  stateSince: Instant,
  /**
   * Why nothing is sent, whatever its state is: its system is disabled or expired, has no `events:read`, or has no
   * `devices:read` while there is a filter. It goes on where it was as soon as that is over.
   */
  withheld: Withheld.nullable(),
  /** Those that sign now, the newest first. */
  secrets: z.array(z.object({ id: z.string(), createdAt: Instant, expiresAt: Instant.nullable() })),
  /** Attempts that failed since the last one that succeeded. */
  failures: z.number().int(),
  failingSince: Instant.nullable(),
  lastSuccessAt: Instant.nullable(),
  /** No attempt before that: the receiver asked for time, or has too much to do. */
  heldUntil: Instant.nullable(),
  createdAt: Instant,
  revision: z.number().int(),
});
export type SubscriptionView = z.infer<typeof SubscriptionView>;
export const SubscriptionPage = pageOf(SubscriptionView);

/** `secret` (`whsec_...`) is shown in this answer only. */
export const NewSecretView = SubscriptionView.extend({ secret: z.string() });

export const OVERLAP_HOURS_MAX = 168;
export const RotateSecretInput = SubscriptionIdInput.extend({
  /** For how long the secret until now signs beside the new one; 0 ends it at once. */
  overlapHours: z.number().min(0).max(OVERLAP_HOURS_MAX).default(24),
});

export const DeliveryView = z.object({
  /** That of the event, `webhook-id` of each of its messages. */
  id: z.string(),
  subscriptionId: z.string(),
  type: z.string(),
  /** Number of the event in the system's feed; null for a test message. */
  sequence: z.number().int().nullable(),
  state: DeliveryState,
  attempts: z.number().int(),
  nextAttemptAt: Instant.nullable(),
  changedAt: Instant,
  /** The latest ones, the newest last. `status` null: no answer came, `error` says why. */
  tries: z.array(
    z.object({ at: Instant, status: z.number().int().nullable(), error: z.string().nullable(), ms: z.number() }),
  ),
});
export type DeliveryView = z.infer<typeof DeliveryView>;
export const DeliveryPage = pageOf(DeliveryView);

export const ListDeliveriesInput = PageInput.extend({ id: SubscriptionId, state: DeliveryState.optional() });
/** Of all subscriptions. */
export const ListAllDeliveriesInput = PageInput.extend({ state: DeliveryState.optional() });
export const DeliveryIdInput = z.strictObject({ id: SubscriptionId, eventId: EventId });

/** The message as it goes out, but for its timestamp and signature. */
export const DeliveryPayloadView = DeliveryView.extend({
  payload: z.record(z.string(), z.unknown()).nullable(),
  /** What the receiver said when it last refused the event: the first 4 KiB of its answer, secrets masked. */
  answer: z.string().nullable(),
});

/** Parked deliveries that one call sends again. */
export const REDELIVERED_MAX = 1_000;
/** Of one subscription; left out: of all of the environment. */
export const ParkedInput = z.strictObject({ id: SubscriptionId.optional() });
/** `count`: how many one call takes, at most REDELIVERED_MAX; `isMore`: there are further ones behind them. */
export const ParkedView = z.object({ count: z.number().int(), isMore: z.boolean() });

export const RecoverInput = SubscriptionIdInput.extend({
  /** Events from then on. */
  since: GivenInstant,
  /** `failed`: those that were given up. `all`: every one again, in its order. */
  which: z.enum(["failed", "all"]).default("failed"),
  /** Only events behind that number: `next` of the call before, which had more than one call takes. */
  after: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
});
/** Parked deliveries, or with `all` events of the feed, that one call takes. */
export const RECOVERED_MAX = 10_000;
const Recovered = z.object({
  /** Events that are sent again by this call; where there is a `next`, at least: what was never sent before may come beside them. */
  count: z.number().int(),
  /** There are more behind this number: give it as `after` of the next call. Null: that was all. */
  next: z.number().int().nullable(),
});
export const RecoverableView = Recovered;
export const RecoveredView = Recovered.extend({ subscription: SubscriptionView });

export const SubscriptionStatisticsView = z.object({
  /** Events of the system's feed that are still to be looked at. */
  behind: z.number().int(),
  waiting: z.number().int(),
  retrying: z.number().int(),
  parked: z.number().int(),
  /** Since the subscription was made: messages that were taken, and attempts that failed. */
  delivered: z.number().int(),
  failedAttempts: z.number().int(),
  /** Of the latest messages that were taken, in milliseconds until the answer; null where there is none. */
  answerMs: z.object({ p50: z.number(), p95: z.number() }).nullable(),
});

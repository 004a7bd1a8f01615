import { z } from "zod";
import { Instant } from "../devices/schemas";
import { wholeNumber } from "../page";
import { eventTypesOf } from "./event-types";

export const ReadChangesInput = z.strictObject({
  /** The number of the last event already known; null asks only where the feed ends now. */
  after: z.number().int().min(0).nullable(),
});

/** What changed, by public id. `everything`: too much to name, read all that is on the screen again. */
export const ChangesView = z.object({
  seq: z.number().int(),
  deviceIds: z.array(z.string()),
  operationIds: z.array(z.string()),
  /** Whether something was announced. */
  announced: z.boolean(),
  everything: z.boolean(),
});
export type ChangesView = z.infer<typeof ChangesView>;

/** Patterns separated by commas, as whole types. */
export const EventTypes = z
  .string()
  .max(1_000)
  .transform((text, context) => {
    const patterns = text.split(",").map((pattern) => pattern.trim());
    const unknown = patterns.find((pattern) => eventTypesOf(pattern).length === 0);
    if (unknown === undefined) return [...new Set(patterns.flatMap(eventTypesOf))];
    context.issues.push({
      code: "custom",
      input: text,
      message: "There is no such type. Write types like task.succeeded or task.*, separated by commas.",
    });
    return z.NEVER;
  });

/** The longest time that a reader may wait for an event, in seconds. */
export const EVENTS_WAIT_SECONDS_MAX = 30;

export const ReadEventsInput = z.strictObject({
  /** `next` of the page before. */
  after: z.string().max(200).optional(),
  types: EventTypes.nullable().default(null),
  limit: wholeNumber(1, 500).default(50),
  /** `true`: each event with the signature `jws`. */
  signed: z.enum(["true", "false"]).default("false"),
  /** Seconds to wait for an event when there is none. */
  wait: wholeNumber(0, EVENTS_WAIT_SECONDS_MAX).default(0),
});

/** What an event is about. */
export const EVENT_SUBJECT = {
  operationId: z.string().nullable(),
  taskId: z.string().nullable(),
  deviceId: z.string().nullable(),
  contentId: z.string().nullable(),
  devId: z.string().nullable(),
  /** Of the operation. */
  kind: z.string().nullable(),
  reference: z.string().nullable(),
  /** Why a task did not succeed. */
  reason: z.string().nullable(),
};

/** CloudEvents 1.0. An event that its reader may not see any more has `dmwsi.event.withdrawn.v1` for its type, and no data. */
export const CloudEvent = z.object({
  specversion: z.literal("1.0"),
  id: z.string(),
  source: z.string(),
  type: z.string(),
  subject: z.string().optional(),
  time: Instant,
  /** Number in the reader's feed: without `types` there is no gap. */
  sequence: z.string(),
  datacontenttype: z.literal("application/json").optional(),
  /**
   * Where `signed` was asked for: a JWS in compact form without its payload, which is the event without `jws` in the canonical
   * form of RFC 8785. The keys are at `/.well-known/jwks.json`.
   */
  jws: z.string().optional(),
  data: z
    .object({
      ...EVENT_SUBJECT,
      /** What is told of this type: of `device.alert` the alert's type, severity, source, format and data. */
      facts: z.unknown(),
      /** Of a task, as far as it has at most 20 KiB; the link of the task has it whole. */
      result: z.unknown().optional(),
      links: z.record(z.string(), z.string()),
    })
    .optional(),
});

export const EventsPage = z.object({ items: z.array(CloudEvent), next: z.string() });

/** The same, each event as its JSON text. */
export const EventTextsPage = z.object({ items: z.array(z.string()), next: z.string() });
export type EventTextsPage = z.infer<typeof EventTextsPage>;

/** JSON Web Key Set (RFC 7517). */
export const PublishedKeysView = z.object({
  keys: z.array(
    z.object({
      kid: z.string(),
      kty: z.string(),
      crv: z.string(),
      x: z.string(),
      alg: z.literal("EdDSA"),
      use: z.literal("sig"),
    }),
  ),
});

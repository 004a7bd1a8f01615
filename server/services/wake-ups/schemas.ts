import { z } from "zod";
import { Instant } from "../devices/schemas";
import { PageInput } from "../page";

export const WakeDeviceInput = z.strictObject({ id: z.string().min(1).max(200) });

/** Where the waking of a device stands. */
export const WakeUpView = z.object({
  deviceId: z.string(),
  /** When it is sent, or sent again; null: not again by itself. */
  dueAt: Instant.nullable(),
});
export type WakeUpView = z.infer<typeof WakeUpView>;

const ReceiptState = z.enum(["delivered", "failed", "expired", "unknown"]);

/** One push to a device, as its channel took it, and what the channel's peer reported of it later. */
export const SendView = z.object({
  purpose: z.enum(["package0", "bootstrap"]),
  channel: z.string(),
  /** From 1, on this channel. */
  attempt: z.number().int(),
  /** `sending`: the channel has not answered, or the process died before it did. */
  state: z.enum(["sending", "accepted", "retry", "rejected"]),
  /** The peer's own word: an HTTP status, an SMPP command status. */
  code: z.string().nullable(),
  problem: z.string().nullable(),
  receipt: ReceiptState.nullable(),
  receiptCode: z.string().nullable(),
  receiptAt: Instant.nullable(),
  sentAt: Instant,
});
export type SendView = z.infer<typeof SendView>;

export const ListSendsInput = PageInput.extend({ id: z.string().min(1).max(200) });

export const TestChannelInput = z.strictObject({
  id: z.string().min(1).max(200),
  kind: z.string().min(1).max(64),
});

/** What a channel answered to one Package 0, as it said it. */
export const ChannelAnswer = z.object({
  channel: z.string(),
  to: z.string(),
  state: z.enum(["accepted", "retry", "rejected"]),
  code: z.string().nullable(),
  problem: z.string().nullable(),
  /** The peer's references, under which receipts come. */
  refs: z.array(z.string()),
  /** Milliseconds after which the channel wants to be tried again. */
  retryAfterMs: z.number().int().nullable(),
  /** Number that the session of the device will bear, upper-case hexadecimal. */
  sessionId: z.string(),
});
export type ChannelAnswer = z.infer<typeof ChannelAnswer>;

export const ListChannelsInput = z.strictObject({
  /** How many days back, today included. */
  days: z.coerce.number().int().min(1).max(90).default(30),
});

/** Measured, not promised: what was tried, and what came of it. Delays are upper bounds, in seconds. */
const ChannelNumbers = z.object({
  attempts: z.number().int(),
  accepted: z.number().int(),
  rejected: z.number().int(),
  delivered: z.number().int(),
  undelivered: z.number().int(),
  /** Sessions that came because of a push. */
  sessions: z.number().int(),
  medianDelaySeconds: z.number().int().nullable(),
  p95DelaySeconds: z.number().int().nullable(),
});
export type ChannelNumbers = z.infer<typeof ChannelNumbers>;

export const ChannelView = ChannelNumbers.extend({
  kind: z.string(),
  /** This server can send on it now. */
  available: z.boolean(),
  /** What has to be known of a device to reach it; any of them will do. */
  needs: z.array(z.string()),
  /**
   * By manufacturer and model, the most tried first, at most 100; empty names: the device has not said it. Of each channel
   * 500 models a day are told apart: the rest are the model `other` of no manufacturer.
   */
  models: z.array(ChannelNumbers.extend({ manufacturer: z.string(), model: z.string() })),
});
export type ChannelView = z.infer<typeof ChannelView>;

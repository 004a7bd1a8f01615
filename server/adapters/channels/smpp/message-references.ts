import type { Receipt } from "../channel";

/** Messages whose receipts are awaited. The oldest are forgotten beyond it: their receipts are told by reference only. */
const AWAITED_MAX = 50_000;
/** Receipts of unknown messages that are kept, and how long: a centre answers within seconds, or the answer is lost. */
const EARLY_MAX = 1_000;
const EARLY_MS_MAX = 30_000;

/** A longer message id is none: it could not be looked up. */
export const MESSAGE_ID_CHARACTERS_MAX = 65;

export interface SentPart {
  readonly id: string;
  readonly part: number;
  /** How many parts the message has. */
  readonly parts: number;
}

/** A message id in the one form in which ids are compared: lower case, no leading zeros. */
export function messageReference(messageId: string): string {
  return messageId.toLowerCase().replace(/^0+(?=.)/, "");
}

/**
 * What a message id may stand for, itself first: centres write one number in hex when they answer and in decimal in the
 * receipt, or the other way round.
 */
export function readingsOf(messageId: string): string[] {
  const reference = messageReference(messageId);
  const readings = [reference];
  if (/^[0-9a-f]{1,32}$/.test(reference)) readings.push(BigInt(`0x${reference}`).toString());
  if (/^\d{1,38}$/.test(reference)) readings.push(BigInt(reference).toString(16));
  return [...new Set(readings)];
}

/** Which part of which message a centre's id belongs to. */
export class MessageReferences {
  readonly #awaited = new Map<string, SentPart>();
  readonly #early = new Map<string, { readonly receipt: Receipt; readonly until: number }>();

  /** Answers the receipt that overtook the centre's answer, which is then not awaited; null: there was none. */
  add(messageId: string, sent: SentPart): Receipt | null {
    const early = this.#takeEarly(messageId);
    if (early) return { ...early, ...sent };
    this.#awaited.set(messageReference(messageId), sent);
    forgetOldest(this.#awaited, AWAITED_MAX);
    return null;
  }

  /** A receipt of a message that this process does not know, or does not know yet. */
  keepEarly(messageId: string, receipt: Receipt): void {
    this.#early.set(messageReference(messageId), { receipt, until: performance.now() + EARLY_MS_MAX });
    forgetOldest(this.#early, EARLY_MAX);
  }

  /** By the id itself only: in another reading a late repetition would be taken for the receipt of a new message. */
  #takeEarly(messageId: string): Receipt | null {
    const reference = messageReference(messageId);
    const early = this.#early.get(reference);
    this.#early.delete(reference);
    return early && early.until > performance.now() ? early.receipt : null;
  }

  /** Finds the part and stops waiting for it; null when this process did not send it. */
  take(readings: readonly string[]): SentPart | null {
    for (const reading of readings) {
      const sent = this.#awaited.get(reading);
      if (!sent) continue;
      this.#awaited.delete(reading);
      return sent;
    }
    return null;
  }
}

function forgetOldest(kept: Map<string, unknown>, countMax: number): void {
  const oldest = kept.size > countMax ? kept.keys().next().value : undefined;
  if (oldest !== undefined) kept.delete(oldest);
}

/** Messages whose receipts are awaited. The oldest are forgotten beyond it: their receipts are told by reference only. */
const AWAITED_MAX = 50_000;

export interface SentPart {
  readonly id: string;
  readonly part: number;
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

  add(messageId: string, sent: SentPart): void {
    this.#awaited.set(messageReference(messageId), sent);
    const oldest = this.#awaited.size > AWAITED_MAX ? this.#awaited.keys().next().value : undefined;
    if (oldest !== undefined) this.#awaited.delete(oldest);
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

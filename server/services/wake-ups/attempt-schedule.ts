import type { SendResult } from "../../adapters/channels";

/** Where a wake-up stands: the channel being tried, and how often it was tried before on it. */
export interface Standing {
  readonly channel: string;
  readonly attempt: number;
}

/** When to try where. `seconds` null: not again by itself. */
export interface NextAttempt {
  /** null: no channel is left. */
  readonly channel: string | null;
  readonly attempt: number;
  readonly seconds: number | null;
}

/**
 * What comes after a push was handed to a channel. It is tried once for each pause on a channel, then on the next one of
 * the device's order (`channels`); a channel that refuses is left at once, one that asks for time gets it. Pauses are in
 * seconds; the last one is for the device to come before another channel, which may cost more, is used.
 */
export function nextAttempt(
  result: SendResult,
  standing: Standing,
  channels: readonly string[],
  pauses: readonly number[],
): NextAttempt {
  const other = channels[channels.indexOf(standing.channel) + 1];
  if (result.state === "rejected") return { channel: other ?? null, attempt: 0, seconds: other ? 0 : null };
  const attempt = standing.attempt + 1;
  const asked = result.state === "retry" ? Math.ceil(result.afterMs / 1_000) : 0;
  const seconds = Math.max(pauses[standing.attempt] ?? 0, asked);
  if (attempt < pauses.length) return { channel: standing.channel, attempt, seconds };
  return { channel: other ?? null, attempt: 0, seconds: other ? seconds : null };
}

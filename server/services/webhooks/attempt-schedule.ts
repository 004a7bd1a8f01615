/**
 * Pauses before the second and each further attempt, in seconds: 5 s, 1 min, 5 min, 30 min, 2, 5, 10, 14, 20 and 20 hours,
 * 71.6 hours in all. Behind the last one an event is parked.
 */
const PAUSES_SECONDS = [5, 60, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 72_000] as const;
const JITTER = 0.2;
export const RETRY_AFTER_SECONDS_MAX = 3_600;
/** How long a receiver is left alone that has too much to do and does not say for how long. */
const HOLD_SECONDS = 5;

/** What came of one attempt. `status` null: there was no answer. */
export interface AttemptAnswer {
  readonly status: number | null;
  /** Of the answer, as it came. */
  readonly retryAfter: string | null;
}

export type Verdict =
  | { readonly kind: "taken" }
  /** The receiver wants nothing any more. */
  | { readonly kind: "gone" }
  /** `pauseSeconds` null: it was the last attempt. `holdSeconds`: how long the receiver gets nothing at all. */
  | { readonly kind: "failed"; readonly pauseSeconds: number | null; readonly holdSeconds: number };

/** Statuses by which a receiver says that it has too much to do, or is not there for now. */
const BUSY: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/**
 * What an attempt led to, and when the next one is. `attempts`: how many there were with this one. `random`: 0 to 1, for
 * the jitter of a fifth. `nowMs`: for a Retry-After that is a date.
 */
export function judgeAttempt(answer: AttemptAnswer, attempts: number, random: number, nowMs: number): Verdict {
  const { status } = answer;
  if (status !== null && status >= 200 && status < 300) return { kind: "taken" };
  if (status === 410) return { kind: "gone" };
  const asked = retryAfterSeconds(answer.retryAfter, nowMs);
  const isBusy = status !== null && BUSY.has(status);
  const pause = PAUSES_SECONDS[attempts - 1];
  return {
    kind: "failed",
    pauseSeconds: pause === undefined ? null : Math.max(pause * (1 + JITTER * (2 * random - 1)), asked),
    holdSeconds: isBusy ? Math.max(HOLD_SECONDS, asked) : asked,
  };
}

/** RFC 9110 10.2.3: seconds or a date; at most an hour is waited for. */
function retryAfterSeconds(text: string | null, nowMs: number): number {
  if (text === null) return 0;
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : (Date.parse(text) - nowMs) / 1_000;
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), RETRY_AFTER_SECONDS_MAX) : 0;
}

const PAUSE_FAILURES = 20;
const PAUSE_AFTER_MS = 72 * 3_600_000;

/** Nothing but failures for three days: the subscription is paused, until somebody resumes it. */
export function isToBePaused(failures: number, failingSinceMs: number, nowMs: number): boolean {
  return failures >= PAUSE_FAILURES && nowMs - failingSinceMs >= PAUSE_AFTER_MS;
}

/** From so many failures in a row on a receiver gets one message at a time, to see whether it is back. */
export const PROBE_FAILURES = 10;

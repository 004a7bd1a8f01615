import type { CommandAnswer, PlanVerdict } from "./plan";
import { END_REASONS, type EndReasonCode } from "./reasons";

/** The device said yes (`acknowledged`), or what it was told was read back and is equal (`verified`). */
export function succeeded<R>(outcome: "acknowledged" | "verified", result: R): PlanVerdict<R> {
  return { state: "succeeded", outcome, result };
}

interface Failure<R> {
  readonly code: EndReasonCode;
  /** Words for people; those of the code when left out. */
  readonly text?: string;
  readonly retryable: boolean;
  readonly result: R | null;
}

/** The device said no (`refused`), it may have worked (`unconfirmed`), or something went wrong (`error`). */
export function failed<R>(outcome: "refused" | "error" | "unconfirmed", failure: Failure<R>): PlanVerdict<R> {
  const { code, text, retryable, result } = failure;
  return { state: "failed", outcome, reason: { code, text: text ?? END_REASONS[code].text }, retryable, result };
}

/**
 * Codes of the 2xx class that say that nothing was done: a part was taken (213), the user cancelled (214), it was skipped
 * (215) or undone (216) [OMA-TS-DM_RepPro 1.2.1, status codes].
 */
const NOT_DONE: ReadonlySet<number> = new Set([213, 214, 215, 216]);

/** Whether a status says that it was done (2xx); codes that are not known are judged by their class. */
export function isDone(status: number): boolean {
  return status >= 200 && status < 300 && !NOT_DONE.has(status);
}

/** "Not found" [OMA-TS-DM_RepPro 1.2.1, status codes]. */
export const CONTENT_GONE = 404;

/** Whether a value did not go out, or not to its end, as the content that it is may not be had any more. */
export function isContentGone({ command, status, by }: CommandAnswer): boolean {
  const isContent = "data" in command && typeof command.data === "object";
  return isContent && by === "server" && status === CONTENT_GONE;
}

/** Codes of the 5xx class that say "never", not "not now" (OMA-TS-DM_RepPro 1.2.1, status codes). */
const LASTING_FAILURES: ReadonlySet<number> = new Set([501, 505, 513, 516]);

/** Whether the same command may be answered otherwise at another time. */
export function isTransient(status: number): boolean {
  return status === 0 || (status >= 500 && status < 600 && !LASTING_FAILURES.has(status));
}

import type { SendResult } from "./channel";

const RETRY_AFTER_MS = 60_000;

export type SendFailure = Exclude<SendResult, { state: "accepted" }>;

/** `problem` is a sentence for the person who looks after the channel. */
export function rejected(code: string, problem: string): SendFailure {
  return { state: "rejected", code, problem };
}

export function retryLater(code: string, problem: string, afterMs = RETRY_AFTER_MS): SendFailure {
  return { state: "retry", afterMs, code, problem };
}

/** HTTP statuses of a peer that had no time (408) or had too much to do (429): it may take the same request later. */
const LATER: ReadonlySet<number> = new Set([408, 429]);

/** Whether an HTTP status that is no success says that the same request will not do better later. */
export function isRefusal(status: number): boolean {
  return status < 500 && !LATER.has(status);
}

const SHOWN_CHARACTERS_MAX = 120;

/** What a peer said, as it may be shown and stored: one line of printable ASCII, at most 120 characters. */
export function peerWords(text: string): string {
  return text
    .replaceAll(/[^\x20-\x7e]+/g, " ")
    .trim()
    .slice(0, SHOWN_CHARACTERS_MAX);
}

/** The shortest true word for an error of the network: `ECONNREFUSED` where there is one. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return "unknown_error";
  const { cause } = error;
  if (cause instanceof Error && "code" in cause) return String(cause.code);
  return "code" in error && error.code ? String(error.code) : error.message;
}

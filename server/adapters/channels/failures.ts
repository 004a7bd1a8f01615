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

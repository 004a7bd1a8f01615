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

/** The shortest true word for an error of the network: `ECONNREFUSED` where there is one. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return "unknown_error";
  const { cause } = error;
  if (cause instanceof Error && "code" in cause) return String(cause.code);
  return "code" in error && error.code ? String(error.code) : error.message;
}

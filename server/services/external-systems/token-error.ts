/** RFC 6749 5.2, and `rate_limited` for a client that guesses. */
export type TokenErrorCode =
  | "invalid_request"
  | "invalid_client"
  | "invalid_scope"
  | "unsupported_grant_type"
  | "rate_limited";

/** A token request that is refused. Told apart by `name`, never by `instanceof`. */
export class TokenError extends Error {
  readonly code: TokenErrorCode;
  /** Seconds; only with `rate_limited`. */
  readonly retryAfter: number | null;

  constructor(code: TokenErrorCode, message: string, retryAfter: number | null = null) {
    super(message);
    this.name = "TokenError";
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

export function asTokenError(error: unknown): TokenError | null {
  return error instanceof Error && error.name === "TokenError" ? (error as TokenError) : null;
}

/**
 * `URL`: the address is refused. `ADDRESS`: it leads to where nobody is let. `RESOLVE`, `CONNECT`, `TIMEOUT`, `CUT`: what
 * may be otherwise the next time. `TLS`: the other end is not who it should be. `REDIRECT`: it sends on, too often or at
 * all. `STALE`: a kept connection was closed by the other end before it could be used. `TOO_LONG`: more octets than are taken. `ENCODING`: the octets are packed, which was not asked for.
 */
export type FetchErrorCode =
  | "URL"
  | "ADDRESS"
  | "RESOLVE"
  | "CONNECT"
  | "TIMEOUT"
  | "CUT"
  | "STALE"
  | "TLS"
  | "REDIRECT"
  | "TOO_LONG"
  | "ENCODING";

const PASSING: ReadonlySet<FetchErrorCode> = new Set(["RESOLVE", "CONNECT", "TIMEOUT", "CUT", "STALE"]);

/** Why something could not be fetched, in words that give nothing of the network away. Told apart by `code`. */
export class FetchError extends Error {
  readonly code: FetchErrorCode;
  /** It may succeed the next time. */
  readonly passing: boolean;

  constructor(code: FetchErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "FetchError";
    this.code = code;
    this.passing = PASSING.has(code);
  }
}

/** The fetch error in `error`, or null. */
export function asFetchError(error: unknown): FetchError | null {
  return error instanceof Error && error.name === "FetchError" ? (error as FetchError) : null;
}

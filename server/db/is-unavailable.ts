/**
 * Codes of errors after which the same statement may well succeed later: the server is away, starting or shutting down,
 * or has no connection left. SQLSTATE classes 08 and 57P, 53300 [PostgreSQL 18, appendix A]; the others are the
 * driver's and the system's.
 */
const CODES = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "CONNECT_TIMEOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "53300",
  "57P01",
  "57P02",
  "57P03",
]);

/** Whether `error` means that the database cannot be reached just now, and not that the statement was wrong. */
export function isDatabaseUnavailable(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = String((at as { code?: unknown }).code ?? "");
    if (CODES.has(code) || /^08...$/.test(code)) return true;
  }
  return false;
}

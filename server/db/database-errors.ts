/** PostgreSQL: unique_violation. */
const UNIQUE_VIOLATION = "23505";
/** PostgreSQL: lock_not_available. */
const LOCK_TIMEOUT = "55P03";
/** PostgreSQL: query_canceled, by its timeout or by somebody. */
const QUERY_CANCELED = "57014";
/** PostgreSQL: serialization_failure and deadlock_detected. */
const ENDED_FOR_ANOTHER = new Set(["40001", "40P01"]);
/** Classes of SQLSTATE that say the server is not there, has no room, or is going: connection, resources, operator. */
const GONE_CLASSES = /^(08|53|57)/;
/** The driver's own, the socket's, and that of a batch that was not answered. */
const GONE_CODES = new Set([
  "BATCH_OVERDUE",
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "CONNECT_TIMEOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ENOENT",
]);

/** Whether a row could not be written because another one has what may be there once. */
export function isUniqueViolation(error: unknown): boolean {
  return databaseCode(error) === UNIQUE_VIOLATION;
}

/** Whether a statement gave up waiting for a lock. */
export function isLockTimeout(error: unknown): boolean {
  return databaseCode(error) === LOCK_TIMEOUT;
}

/** Whether a statement was ended because it took too long. */
export function isStatementTimeout(error: unknown): boolean {
  return databaseCode(error) === QUERY_CANCELED;
}

/** Whether a transaction was ended so that another one, which it was in the way of, could go on: it may be run again at once. */
export function isEndedForAnother(error: unknown): boolean {
  return ENDED_FOR_ANOTHER.has(databaseCode(error) ?? "");
}

/** Whether the database, and nothing in the request, is why it failed: the same request may succeed later. */
export function isDatabaseGone(error: unknown): boolean {
  const code = databaseCode(error);
  return code !== null && (GONE_CLASSES.test(code) || GONE_CODES.has(code));
}

/** The query builder wraps the driver's error. */
function databaseCode(error: unknown): string | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && typeof cause.code === "string" && cause.name !== "ServiceError") return cause.code;
  }
  return null;
}

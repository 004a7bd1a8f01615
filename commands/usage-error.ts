/** The command line is wrong; the message says what to write. */
export class UsageError extends Error {}

/** Ours, and what node:util's parseArgs throws for flags that it does not know. */
export function isUsageError(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}

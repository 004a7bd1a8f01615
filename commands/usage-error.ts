/** The command line is wrong; the message says what to write. */
export class UsageError extends Error {}

/** Ours, and what node:util's parseArgs throws for flags that it does not know. */
export function isUsageError(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}

export function asksForHelp(args: readonly string[]): boolean {
  return args.includes("--help") || args.includes("-h");
}

/**
 * What `read` makes of the command line. Undefined where nothing is to be done: help was asked for, or the command is
 * wrong. Both are told, and the exit code of the process is set.
 */
export function readOrTell<T>(args: readonly string[], usage: string, read: () => T): T | undefined {
  if (asksForHelp(args)) {
    process.stdout.write(usage);
    return undefined;
  }
  try {
    return read();
  } catch (error) {
    if (!isUsageError(error)) throw error;
    process.stderr.write(`${error.message}\n\n${usage}`);
    process.exitCode = 2;
    return undefined;
  }
}

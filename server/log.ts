import { type DestinationStream, pino } from "pino";

export const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * Everything that may stand in a log line beside time, level and event name. A list of what is allowed: secrets,
 * message bodies, tree values and subscriber numbers have no field here. What is not listed is dropped.
 */
export interface LogFields {
  readonly requestId?: string;
  readonly taskId?: string;
  readonly operationId?: string;
  readonly deviceId?: string;
  readonly systemId?: string;
  readonly userId?: string;
  readonly route?: string;
  readonly method?: string;
  readonly status?: number;
  readonly outcome?: string;
  readonly reason?: string;
  readonly listener?: string;
  readonly address?: string;
  readonly port?: number;
  readonly roles?: string;
  readonly job?: string;
  readonly channel?: string;
  readonly count?: number;
  readonly durationMs?: number;
  readonly error?: unknown;
}

const FIELDS = [
  "requestId",
  "taskId",
  "operationId",
  "deviceId",
  "systemId",
  "userId",
  "route",
  "method",
  "status",
  "outcome",
  "reason",
  "listener",
  "address",
  "port",
  "roles",
  "job",
  "channel",
  "count",
  "durationMs",
] as const satisfies readonly Exclude<keyof LogFields, "error">[];

const TEXT_LENGTH_MAX = 500;
const STACK_LINES_MAX = 12;

type Write = (event: string, fields?: LogFields) => void;

/** Events are named `noun.verb_in_the_past`, such as `listener.started`. */
export interface Log {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
  readonly fatal: Write;
}

/** One JSON object a line on standard output, UTC; written before the call returns, so that a crash loses none. */
export function createLog(level: LogLevel, destination: DestinationStream = pino.destination({ sync: true })): Log {
  const logger = pino(
    {
      level,
      base: null,
      messageKey: "event",
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  const at =
    (name: "debug" | "info" | "warn" | "error" | "fatal"): Write =>
    (event, fields = {}) =>
      logger[name](allowed(fields), event);
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error"), fatal: at("fatal") };
}

function allowed(fields: LogFields): Record<string, unknown> {
  const line: Record<string, unknown> = {};
  for (const name of FIELDS) {
    const value = fields[name];
    if (value !== undefined) line[name] = typeof value === "string" ? value.slice(0, TEXT_LENGTH_MAX) : value;
  }
  if (fields.error !== undefined) line["error"] = describeError(fields.error);
  return line;
}

/** Name, code, text and place. Not what libraries hang on errors: drivers add the statement and its parameters. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = (error as { code?: unknown }).code;
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    ...(typeof code === "string" ? { code } : {}),
    message: error.message.slice(0, TEXT_LENGTH_MAX),
    stack: frames.slice(0, STACK_LINES_MAX).map((line) => line.trim()),
    ...(error.cause instanceof Error ? { cause: describeError(error.cause) } : {}),
  };
}

import { readFileSync } from "node:fs";
import {
  type components,
  type DmwsiClient,
  dataOf,
  followOperation,
  hasEnded,
  type Operation,
  pages,
} from "../../clients/typescript";
import { UsageError } from "../usage-error";
import { LIST_OPTIONS, table, take, whereOf } from "./listing";
import type { Call, Subcommand } from "./subcommand";

type OperationStart = components["schemas"]["OperationStart"];

const WATCH_SECONDS_DEFAULT = 3_600;
const WATCH_SECONDS_MAX = 7 * 86_400;

export const operationsList: Subcommand = {
  usage: "operations list [--where NAME=VALUE ...] [--limit N]",
  about: "lists operations, the newest first; NAME is a parameter of GET /operations",
  options: LIST_OPTIONS,
  words: 0,
  async run({ dmwsi, flag, flags, print }) {
    const where = whereOf(flags("where"));
    const all = pages((page) => dmwsi.GET("/operations", { params: { query: { ...where, ...page } } }));
    const operations = await take(all, flag("limit"));
    print(operations, table(operations.map(rowOf)));
    return 0;
  },
};

export const operationsShow: Subcommand = {
  usage: "operations show ID",
  about: "shows an operation",
  options: {},
  words: 1,
  async run({ dmwsi, words: [id = ""], print }) {
    const operation = await dataOf(dmwsi.GET("/operations/{id}", { params: { path: { id } } }));
    print(operation, JSON.stringify(operation, null, 2));
    return 0;
  },
};

export const operationsStart: Subcommand = {
  usage:
    "operations start KIND --device ID ... [--params JSON|@FILE] [--reference TEXT] [--key KEY] [--watch [--timeout SECONDS]]",
  about: "starts an operation on devices; with --watch it waits for its end",
  options: {
    device: { type: "string", multiple: true },
    params: { type: "string" },
    reference: { type: "string" },
    key: { type: "string" },
    watch: { type: "boolean" },
    timeout: { type: "string" },
  },
  words: 1,
  async run(call) {
    const { dmwsi, words, flag, print } = call;
    const devices = call.flags("device");
    if (devices.length === 0) throw new UsageError("Name at least one device: --device IMEI:350000000000001");
    const reference = flag("reference");
    const key = flag("key");
    const operation = await dataOf(
      dmwsi.POST("/operations", {
        body: {
          // What kinds there are and what each takes, the server knows: it says which field is not right.
          kind: words[0] as OperationStart["kind"],
          params: paramsOf(flag("params")) as OperationStart["params"],
          target: { devices: [...devices] },
          ...(reference !== undefined && { reference }),
        },
        ...(key !== undefined && { params: { header: { "Idempotency-Key": key } } }),
      }),
    );
    if (call.isSet("watch")) return watch(call, operation.id);
    print(operation, table([rowOf(operation)]));
    return 0;
  },
};

export const operationsWatch: Subcommand = {
  usage: "operations watch ID [--timeout SECONDS]",
  about: "waits for an operation's end and says on the way how far it is",
  options: { timeout: { type: "string" } },
  words: 1,
  run: (call) => watch(call, call.words[0] ?? ""),
};

async function watch({ dmwsi, flag, say, print }: Call, id: string): Promise<0 | 3 | 4> {
  const seconds = Number(flag("timeout") ?? WATCH_SECONDS_DEFAULT);
  if (!(seconds > 0 && seconds <= WATCH_SECONDS_MAX))
    throw new UsageError(`--timeout: 1 to ${WATCH_SECONDS_MAX} seconds`);
  let last: Operation | undefined;
  for await (const operation of followOperation(dmwsi, id, { timeoutMs: seconds * 1_000 })) {
    last = operation;
    say(rowOf(operation).join("  "));
  }
  if (!last || !hasEnded(last)) {
    say(`${id} has not ended within ${seconds} s; it goes on.`);
    return 4;
  }
  print(last, await tasksOf(dmwsi, id));
  return last.counts.succeeded === last.counts.total ? 0 : 3;
}

/** How each of the first tasks ended, a line each. */
async function tasksOf(dmwsi: DmwsiClient, id: string): Promise<string> {
  const { items, next } = await dataOf(dmwsi.GET("/operations/{id}/tasks", { params: { path: { id } } }));
  const rows = items.map((task) => [
    task.devId,
    task.state,
    task.outcome,
    task.reason?.text ?? JSON.stringify(task.result),
  ]);
  return [table(rows), ...(next === null ? [] : ["and more: tasks list"])].join("\n");
}

function rowOf({ id, kind, state, counts }: Operation): string[] {
  const ended = counts.succeeded + counts.unconfirmed + counts.failed + counts.cancelled + counts.expired;
  return [id, kind, state, `${ended} of ${counts.total} ended`, `${counts.succeeded} succeeded`];
}

/** JSON, or `@` and the file that has it. Throws UsageError. */
function paramsOf(text: string | undefined): unknown {
  if (text === undefined) return {};
  try {
    return JSON.parse(text.startsWith("@") ? readFileSync(text.slice(1), "utf8") : text);
  } catch (error) {
    throw new UsageError(`--params: ${error instanceof Error ? error.message : String(error)}`);
  }
}

import cluster from "node:cluster";
import { join } from "node:path";
import { readConfig } from "./config";
import { STOP_WANTED } from "./device-processes";
import { createLog, type Log } from "./log";
import { startDeviceProcess } from "./start-device-process";
import { type RunningServer, startServer } from "./start-server";

/** Run from source by `npm run dev`; otherwise this is the bundle in dist/, equally one folder below the root. */
const development = import.meta.filename.endsWith(".ts");
const root = join(import.meta.dirname, "..");
/** A supervisor waits 30 s before it kills; nothing of ours may take that long. */
const STOP_MS_MAX = 24_000;

/** What went wrong, for whoever started us: one line each where they can put it right, otherwise the whole story. */
function explain(error: unknown): string {
  if (error instanceof Error && error.name === "StartProblem") return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function stopWhenAsked(server: RunningServer, log: Log): void {
  let stopping = false;
  const stop = () => {
    // Asked twice: somebody does not want to wait.
    if (stopping) process.exit(1);
    stopping = true;
    setTimeout(() => {
      log.error("server.stop_took_too_long");
      process.exit(1);
    }, STOP_MS_MAX).unref();
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.fatal("server.stop_failed", { error });
        process.exit(1);
      },
    );
  };
  // Signals to a whole group or service reach device processes as well: the one that started them drains first, then asks.
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, cluster.isWorker ? () => {} : stop);
  if (cluster.isWorker) process.on("message", (word) => word === STOP_WANTED && stop());
  // Started by quickstart, which is gone: nobody would stop us.
  process.once("disconnect", stop);
}

function exitOnBugs(log: Log): void {
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (error: unknown) => {
      log.fatal("server.crashed", { error });
      process.exit(1);
    });
  }
}

async function main(): Promise<void> {
  const config = readConfig(process.env, development);
  const log = createLog(config.logLevel);
  exitOnBugs(log);
  // Whoever started us is gone before there is anything to stop in order.
  const giveUp = () => process.exit(1);
  process.once("disconnect", giveUp);
  const start = cluster.isWorker ? startDeviceProcess : startServer;
  const server = await start({ config, log, root, development });
  process.removeListener("disconnect", giveUp);
  stopWhenAsked(server, log);
  process.send?.({ ready: true });
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}

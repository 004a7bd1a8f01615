import cluster, { type Worker } from "node:cluster";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { AggregatorRegistry, type MetricObject, type Registry } from "prom-client";
import type { Log } from "./log";
import { StartProblem } from "./start-problem";

/** The processes that answer devices on one port, where there are several. */
export interface DeviceProcesses {
  /** Whether each of them takes connections. */
  areReady(): boolean;
  /** The metrics of this process and theirs, added up; of one that does not answer in time none. */
  metricsWith(own: Registry): Promise<string>;
  /** They answer what they have, and end. */
  close(): Promise<void>;
}

/** What a device process tells the one that started it. */
export type DeviceProcessWord = { readonly ready: true } | { readonly metrics: readonly MetricObject[] };
/** What it is asked. */
export const METRICS_WANTED = "metrics";
export const STOP_WANTED = "stop";

const START_MS_MAX = 40_000;
const RESTART_MS_FIRST = 1_000;
/** Where starting them fails again and again: the machine has no room for another, or they end at once. */
const RESTART_MS_MAX = 30_000;
const METRICS_MS_MAX = 1_000;
const CLOSE_MS_MAX = 12_000;

/**
 * Starts `count` processes like this one, with the device role alone, which share its device port: connections are given
 * to them in turn. One that ends by itself, or that the machine has no room to start, is started anew, after a pause that
 * grows until all are there.
 *
 * Throws StartProblem when one does not come up.
 */
export async function startDeviceProcesses(options: {
  readonly count: number;
  readonly databaseUrl: string;
  readonly log: Log;
}): Promise<DeviceProcesses> {
  const { count, databaseUrl, log } = options;
  const ready = new Set<Worker>();
  let closing = false;
  /** Since all were ready. */
  let failures = 0;

  const startLater = (): void => {
    const pauseMs = Math.min(RESTART_MS_FIRST * 2 ** failures, RESTART_MS_MAX);
    failures += 1;
    setTimeout(() => closing || start(), pauseMs).unref();
  };
  const tryLater = (error: NodeJS.ErrnoException): void => {
    log.error("device_process.refused", { reason: error.code ?? error.message });
    startLater();
  };
  const start = (): Worker | null => {
    const worker = forked(databaseUrl, tryLater);
    worker?.on("message", (word: DeviceProcessWord) => {
      if (!("ready" in word)) return;
      ready.add(worker);
      if (ready.size === count) failures = 0;
    });
    worker?.on("error", (error: NodeJS.ErrnoException) => {
      // One that runs and cannot be told something is ending: its exit says so.
      if (!isStarted(worker) && !closing) tryLater(error);
    });
    worker?.once("exit", (code: number | null, signal: string | null) => {
      ready.delete(worker);
      if (closing) return;
      log.error("device_process.ended", { reason: signal ?? `exit code ${code}` });
      startLater();
    });
    return worker;
  };
  const close = async () => {
    closing = true;
    const all = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
    await Promise.all(all.filter(isStarted).map((worker) => end(worker, ready.has(worker))));
  };

  const started = Array.from({ length: count }, start);
  if (!(await untilReady(started, ready))) {
    await close();
    throw new StartProblem("DEVICE_PROCESSES: a process for devices did not start; what it says stands above");
  }
  return {
    areReady: () => ready.size === count,
    async metricsWith(own) {
      const theirs = await Promise.all([...ready].map(metricsOf));
      return AggregatorRegistry.aggregate([await own.getMetricsAsJSON(), ...theirs]).metrics();
    },
    close,
  };
}

/** null: refused at once, as without memory. Of most other refusals, such as one process too many, the worker tells later. */
function forked(databaseUrl: string, onRefused: (error: NodeJS.ErrnoException) => void): Worker | null {
  try {
    return cluster.fork({ DATABASE_URL: databaseUrl });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    onRefused(error);
    return null;
  }
}

/** Whether there is, or was, a process: the operating system may have refused it one. */
function isStarted(worker: Worker | null): worker is Worker {
  return worker?.process.pid !== undefined;
}

/** False when one of them did not start, ended, or took too long. */
async function untilReady(started: readonly (Worker | null)[], ready: ReadonlySet<Worker>): Promise<boolean> {
  const deadline = Date.now() + START_MS_MAX;
  while (!started.every((worker) => worker !== null && ready.has(worker))) {
    if (Date.now() > deadline || started.some((worker) => !isStarted(worker) || worker.isDead())) return false;
    await sleep(20);
  }
  return true;
}

async function metricsOf(worker: Worker): Promise<readonly MetricObject[]> {
  const late = AbortSignal.timeout(METRICS_MS_MAX);
  try {
    // One that cannot be asked any more does not answer.
    worker.send(METRICS_WANTED, () => {});
    for (;;) {
      const [word] = (await once(worker, "message", { signal: late })) as [DeviceProcessWord];
      if ("metrics" in word) return word.metrics;
    }
  } catch {
    return [];
  }
}

/** One that is ready goes by what it is told, not by signals; one that still starts has nothing to finish. */
async function end(worker: Worker, isReady: boolean): Promise<void> {
  if (worker.isDead()) return;
  const exited = once(worker, "exit");
  // One that cannot be told any more is ending.
  if (isReady) worker.send(STOP_WANTED, () => {});
  else worker.process.kill("SIGTERM");
  const timer = setTimeout(() => worker.process.kill("SIGKILL"), CLOSE_MS_MAX);
  await exited;
  clearTimeout(timer);
}

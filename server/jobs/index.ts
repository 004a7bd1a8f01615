import type { Database, Sql } from "../db/client";
import { newUuid } from "../ids";
import { type ChainCheck, checkAuditChain, linkAuditEntries } from "../services/audit";
import type { ContentWork } from "../services/contents";
import { endCutImports, runImports } from "../services/device-imports";
import { createSilenceWatch, type DeviceStore, fireTimers, keepMessagePartitions } from "../services/device-sessions";
import { keepSigningKeys } from "../services/events";
import { createProjector } from "../services/events/create-projector";
import { sweepFeeds } from "../services/events/sweep-feeds";
import { endRetiredTasks } from "../services/operations/end-retired-tasks";
import { expireTasks } from "../services/operations/expire-tasks";
import { releaseScheduledOperations } from "../services/operations/release-scheduled-operations";
import type { Sealer } from "../services/secrets";
import { sweepExpired } from "../services/sweep-expired";
import { countArrivals, createWakeUps, sweepWakeUps, type WakeOptions } from "../services/wake-ups";
import { createDeliveries, type DeliveryWork, sweepDeliveries } from "../services/webhooks";
import { repeat } from "./repeat";
import { sweeping } from "./sweeping";
import { LOOKED_EVERY_MS, lookForWaitingWork, type WaitingKind } from "./waiting-work";

export { repeat };

export interface WorkerOptions {
  /** Not the hot pool. */
  readonly sql: Sql;
  /** The same pool. */
  readonly database: Database;
  readonly store: DeviceStore;
  readonly sealer: Sealer;
  readonly wakeUps: Pick<WakeOptions, "channels" | "dmUrl" | "sandboxDmUrl" | "pausesSeconds" | "rates" | "observe">;
  readonly contents: ContentWork;
  readonly webhooks: Pick<DeliveryWork, "feed" | "post" | "observe">;
  readonly messageDaysKept: number;
  readonly eventDaysKept: number;
  /** Told of each look at a part of the audit log's chain. */
  onChainCheck(check: ChainCheck): void;
  onError(job: string, error: unknown): void;
}

export interface Worker {
  stop(): Promise<void>;
}

const HOUR_MS = 3_600_000;
const CHAIN_CHECK_MS = 60_000;

/** The worker role: the projector and all work that waits for a clock. Any number of processes may run it. */
export function startWorker(options: WorkerOptions): Worker {
  const { sql, database, store, sealer, contents, onError } = options;
  const wakeUps = createWakeUps({
    ...options.wakeUps,
    sql,
    store,
    sealer,
    workerId: newUuid(),
    onError: (error) => onError("wake-devices", error),
  });
  const deliveries = createDeliveries({
    ...{ ...options.webhooks, sql, database, sealer, random: Math.random },
    onError: (error) => onError("deliver-events", error),
  });
  const projector = createProjector(sql);
  const silence = createSilenceWatch(sql, store);
  const waits = lookForWaitingWork(sql);
  const onceThere = (kind: WaitingKind, run: () => Promise<number>) => ({
    idleMs: LOOKED_EVERY_MS,
    run: async () => ((await waits(kind)) ? run() : 0),
  });
  for (const channel of options.wakeUps.channels.all) channel.listen?.();
  const jobs = [
    // Under load a round takes a tenth of a second's facts at once: what it costs hardly grows with their number.
    { name: "project-events", busyMs: 100, idleMs: 50, run: () => projector.round() },
    { name: "wake-devices", busyMs: 5, ...onceThere("wakeUps", () => wakeUps.round()) },
    { name: "count-arrivals", busyMs: 1_000, idleMs: 2_000, run: () => countArrivals(sql) },
    { name: "link-audit-entries", busyMs: 20, idleMs: 1_000, run: () => linkAuditEntries(sql) },
    { name: "link-late-audit-entries", busyMs: 20, idleMs: HOUR_MS, run: () => linkAuditEntries(sql, true) },
    { name: "check-audit-chain", busyMs: CHAIN_CHECK_MS, idleMs: CHAIN_CHECK_MS, run: checkChain(options) },
    { name: "fire-timers", busyMs: 20, ...onceThere("timers", () => fireTimers(sql, store)) },
    { name: "release-scheduled", busyMs: 20, idleMs: 1_000, run: () => releaseScheduledOperations(database) },
    { name: "expire-tasks", busyMs: 20, idleMs: 2_000, run: () => expireTasks(sql, store) },
    { name: "end-retired-tasks", busyMs: 20, idleMs: 2_000, run: () => endRetiredTasks(sql, store) },
    { name: "import-devices", busyMs: 0, idleMs: 1_000, run: () => runImports(database, sealer) },
    { name: "end-cut-imports", busyMs: 60_000, idleMs: 60_000, run: () => endCutImports(database) },
    { name: "close-silent-sessions", busyMs: 1_000, idleMs: 1_000, run: () => silence.round() },
    { name: "deliver-events", busyMs: 20, ...onceThere("pushes", () => deliveries.round()) },
    sweeping("sweep-deliveries", () => sweepDeliveries(sql, options.eventDaysKept)),
    { name: "pull-contents", busyMs: 50, ...onceThere("contents", () => contents.pulls.round()) },
    { name: "verify-contents", busyMs: 20, ...onceThere("contents", () => contents.verify()) },
    { name: "tidy-contents", busyMs: 50, idleMs: 5_000, run: () => contents.tidy() },
    { name: "sweep-contents", busyMs: HOUR_MS, idleMs: HOUR_MS, run: () => contents.sweep(new Date()) },
    { name: "scrub-contents", busyMs: 1_000, idleMs: 60_000, run: () => contents.scrub() },
    sweeping("sweep-wake-ups", () => sweepWakeUps(sql)),
    {
      name: "keep-signing-keys",
      busyMs: HOUR_MS,
      idleMs: HOUR_MS,
      run: () => keepSigningKeys(database, sealer),
    },
    sweeping("sweep-feeds", () => sweepFeeds(sql, options.eventDaysKept)),
    sweeping("sweep-expired", () => sweepExpired(sql)),
    {
      name: "keep-message-partitions",
      busyMs: HOUR_MS,
      idleMs: HOUR_MS,
      run: () => keepMessagePartitions(sql, options.messageDaysKept).then(() => 0),
    },
  ].map((job) => repeat({ ...job, onError }));
  return {
    async stop() {
      await Promise.all([contents.pulls.stop(), deliveries.stop()]);
      await Promise.all(jobs.map((job) => job.stop()));
      await wakeUps.settled();
    },
  };
}

/** Goes through the whole chain, a part a round, and begins again. */
function checkChain({ sql, onChainCheck }: WorkerOptions): () => Promise<number> {
  let from = 1;
  return async () => {
    const check = await checkAuditChain(sql, from);
    from = check.next;
    onChainCheck(check);
    return 0;
  };
}

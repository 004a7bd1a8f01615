import { setTimeout as sleep } from "node:timers/promises";
import { type DeviceChannels, openChannels } from "./adapters/channels";
import { createSafeFetch } from "./adapters/safe-fetch";
import { createWebhookPost } from "./adapters/webhook";
import { withApiDocs } from "./api/docs";
import { createRestHandler, requestRates } from "./api/rest";
import { checkPorts } from "./check-ports";
import type { Config } from "./config";
import { openPool, type Pool } from "./db/client";
import { isDatabaseUnavailable } from "./db/is-unavailable";
import { type ListenedChannel, listenTo } from "./db/notifications";
import { type DeviceProcesses, startDeviceProcesses } from "./device-processes";
import { startWorker, type Worker } from "./jobs";
import { keepSandbox } from "./keep-sandbox";
import { createSourceAddresses, type Listener, openInternalListener, openWebListener } from "./listeners";
import type { Log } from "./log";
import { deriveAuthSecret, loadMasterKey } from "./master-key";
import { metrics } from "./metrics";
import { openContents } from "./open-contents";
import { openDatabase } from "./open-database";
import { type DeviceParts, openDevices, sandboxDmUrl } from "./open-device-doors";
import { preparePages } from "./prepare-pages";
import { startQuickstart } from "./quickstart";
import { provideRuntime } from "./runtime";
import type { ChainCheck } from "./services/audit";
import { internalPrincipal } from "./services/authorization";
import { createContentWork, createUploads } from "./services/contents";
import { createDeviceStore } from "./services/device-sessions";
import { FEED_CHANNEL } from "./services/events";
import { createKeySets } from "./services/external-systems";
import { countContentOctets, countUnsequenced } from "./services/monitoring";
import { createSealer } from "./services/secrets";
import type { CallContext } from "./services/use-case";
import { hearReceipts } from "./services/wake-ups";
import { feedSource } from "./services/webhooks";

export interface StartOptions {
  readonly config: Config;
  readonly log: Log;
  /** The checkout: pages, migrations. */
  readonly root: string;
  /** Run from source: Next builds pages as they are asked for. */
  readonly development: boolean;
}

export interface RunningServer {
  /** Readiness 503, then no new work, then what is under way ends, then everything closes. */
  stop(): Promise<void>;
}

const GRACE_MS = 10_000;
/** Between two anchors of the audit log. */
const ANCHOR_MS = 3_600_000;
const STEP_MS_MAX = 5_000;

/** What the parts of a process share. */
interface Parts extends StartOptions, DeviceParts {
  readonly channels: DeviceChannels;
}

/**
 * Starts what the roles of this process ask for, in the order in which each part is needed, and undoes it in reverse
 * when a part fails.
 *
 * Throws StartProblem with what to do, or an error that is a bug.
 */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const { config, log } = options;
  const undo: (() => Promise<unknown>)[] = [];
  const stopAll = async () => {
    for (const stop of undo.splice(0).reverse()) await within(stop(), log);
  };
  let state: "starting" | "running" | "draining" = "starting";
  try {
    const masterKey = loadMasterKey(config.masterKey);
    await checkPorts(portsOf(config));
    const database = await openDatabase(config, options.root, log);
    undo.push(database.stop);
    const pool = openPool(database.url, "main", config.poolConnectionsMax);
    const hotPool = openPool(database.url, "hot", config.hotPoolConnectionsMax);
    undo.push(() => Promise.all([pool.close(), hotPool.close()]));
    const sealer = await createSealer({ masterKey, database: pool.database });
    const several = config.roles.has("device") && config.deviceProcesses > 1;
    const processes = several
      ? await startDeviceProcesses({ count: config.deviceProcesses, databaseUrl: database.url, log })
      : null;
    if (processes) undo.push(() => processes.close());
    const internal = await openInternal(config, log, pool, processes, async () => state === "running");
    undo.push(() => internal.close(0));
    const store = createDeviceStore(hotPool.sql);
    const channels = await openChannels(config.channels);
    undo.push(() => channels.close());
    // Whatever the roles: a push that somebody tests leaves here, and receipts of others may come the same way.
    const receipts = hearReceipts(pool.sql, channels, (error) => tellFailedJob(log, "hear-receipts", error));
    undo.push(() => receipts.stop());
    const sources = createSourceAddresses(config.trustedProxies);
    const contents = await openContents(config);
    const parts: Parts = { ...options, pool, store, sealer, sources, channels, contents };
    const runsSandbox = config.sandbox.runs && config.roles.has("worker");
    const sandboxUrl = await sandboxDmUrl(config, runsSandbox);
    if (config.roles.has("worker")) {
      const worker = startClockWork(parts, sandboxUrl);
      undo.push(() => worker.stop());
    }
    const doors: Listener[] = [];
    undo.push(() => Promise.all(doors.map((door) => door.close(GRACE_MS))));
    if (config.roles.has("device") && !processes) doors.push(await openDevices(parts));
    if (config.roles.has("web")) {
      const feed = await listenTo(pool.sql, FEED_CHANNEL);
      doors.push(await openWeb(parts, feed, config.authSecret ?? deriveAuthSecret(masterKey)));
    }
    if (config.quickstart) {
      const quickstart = await startQuickstart({ config, masterKey, database: pool.database, sealer, channels, log });
      undo.push(() => quickstart.stop());
    }
    if (runsSandbox && sandboxUrl) {
      const sandbox = await keepSandbox({
        ...{ parts, masterKey, databaseUrl: database.url, dmUrl: sandboxUrl, devices: config.sandbox.devices },
        context: contextOfSandbox(parts),
      });
      undo.push(() => sandbox.stop());
    }
    state = "running";
    log.info("server.started", { roles: [...config.roles].join(",") });
    return {
      async stop() {
        state = "draining";
        log.info("server.stopping");
        await sleep(config.drainSeconds * 1_000);
        await stopAll();
        log.info("server.stopped");
      },
    };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

function contextOfSandbox({ pool, sealer, channels }: Parts): CallContext {
  const principal = internalPrincipal("sandbox");
  return { database: pool.database, sealer, channels, principal, requestId: "sandbox", sourceAddress: "127.0.0.1" };
}

function portsOf(config: Config): { host: string; port: number; setting: string }[] {
  const receipts = config.channels.httpSms?.receipts;
  return [
    ...(config.roles.has("web") ? [{ host: config.host, port: config.webPort, setting: "WEB_PORT" }] : []),
    ...(config.roles.has("device") ? [{ host: config.host, port: config.dmPort, setting: "DM_PORT" }] : []),
    ...(config.quickstart && config.simulatedDevicesRun
      ? [{ host: "127.0.0.1", port: config.simulatorPort, setting: "SIMULATOR_PORT" }]
      : []),
    { host: "127.0.0.1", port: config.metricsPort, setting: "METRICS_PORT" },
    ...(receipts ? [{ host: receipts.host, port: receipts.port, setting: "HTTP_SMS_RECEIPT_PORT" }] : []),
  ];
}

function openInternal(
  config: Config,
  log: Log,
  pool: Pool,
  processes: DeviceProcesses | null,
  running: () => Promise<boolean>,
): Promise<Listener> {
  const { eventsUnsequenced, contentOctets, registry } = metrics();
  return openInternalListener({
    port: config.metricsPort,
    log,
    showMetrics: () => (processes ? processes.metricsWith(registry) : registry.metrics()),
    // The key fits and the tables are there, or the process would not have come this far.
    readiness: {
      running,
      database: async () => (await pool.sql`select 1`).length === 1,
      ...(processes ? { deviceProcesses: async () => processes.areReady() } : {}),
    },
    refreshMetrics: async () => {
      eventsUnsequenced.set(await countUnsequenced(pool.sql));
      contentOctets.reset();
      for (const { state, octets } of await countContentOctets(pool.sql)) contentOctets.set({ state }, octets);
    },
  });
}

function startClockWork(
  { config, log, pool, store, sealer, channels, contents }: Parts,
  sandboxUrl: string | null,
): Worker {
  const { wakeUps, deliveries, deliveryLagSeconds } = metrics();
  const onError = (job: string, error: unknown) => tellFailedJob(log, job, error);
  const { signatures, pullRedirectsMax, outboundHosts } = config.contents;
  return startWorker({
    contents: createContentWork({
      database: pool.database,
      store: contents,
      policy: signatures,
      fetch: createSafeFetch({ allowed: outboundHosts }),
      redirectsMax: pullRedirectsMax,
      onError: (error) => onError("pull-contents", error),
    }),
    webhooks: {
      feed: feedSource(pool.database),
      post: createWebhookPost(createSafeFetch({ allowed: outboundHosts, keepAlive: true })),
      observe: (outcome, lagSeconds) => {
        deliveries.inc({ outcome });
        if (lagSeconds !== null) deliveryLagSeconds.observe(lagSeconds);
      },
    },
    sql: pool.sql,
    database: pool.database,
    store,
    sealer,
    wakeUps: {
      channels,
      dmUrl: config.dmPublicUrl,
      sandboxDmUrl: sandboxUrl ?? undefined,
      pausesSeconds: config.wakeUpPausesMinutes.map((minutes) => minutes * 60),
      rates: config.wakeUpRates,
      observe: (channel, outcome) => wakeUps.inc({ channel, outcome }),
    },
    messageDaysKept: config.messageDaysKept,
    eventDaysKept: config.eventDaysKept,
    onChainCheck: tellChainCheck(log),
    onError,
  });
}

function tellFailedJob(log: Log, job: string, error: unknown): void {
  log[isDatabaseUnavailable(error) ? "warn" : "error"]("job.failed", { job, error });
}

/** An anchor an hour: what the log's keeper holds outside the database. A chain that broke is told each time. */
function tellChainCheck(log: Log): (check: ChainCheck) => void {
  let anchoredAt = Number.NEGATIVE_INFINITY;
  let isWhole = true;
  return ({ brokenLink, next, link, hash }) => {
    if (brokenLink !== null) log.error("audit.chain_broken", { count: brokenLink });
    isWhole = isWhole && brokenLink === null;
    metrics().auditChainOk.set(isWhole ? 1 : 0);
    if (link === 0 || next !== 1 || performance.now() - anchoredAt < ANCHOR_MS) return;
    anchoredAt = performance.now();
    log.info("audit.anchored", { count: link, reason: hash });
  };
}

async function openWeb(parts: Parts, feed: ListenedChannel, authSecret: string): Promise<Listener> {
  const { config, log, pool, sealer, channels, contents } = parts;
  const { publicUrl } = config;
  const { apiRequests, apiRequestSeconds } = metrics();
  const { outboundHosts } = config.contents;
  provideRuntime({
    ...{ database: pool.database, sealer, channels, outboundHosts, log, authSecret, publicUrl },
    feedNotifications: feed,
  });
  return openWebListener({
    host: config.host,
    port: config.webPort,
    publicUrl,
    development: parts.development,
    certificateHeader: config.clientCertificateHeader,
    sources: parts.sources,
    log,
    handleApi: createRestHandler({
      database: pool.database,
      sql: pool.sql,
      sealer,
      channels,
      outboundHosts,
      keySets: createKeySets(createSafeFetch({ allowed: outboundHosts })),
      uploads: createUploads({ database: pool.database, sealer, store: contents }),
      issuer: publicUrl,
      feed,
      rates: requestRates(config.dmLimits),
      onAnswer: (route, status, seconds) => {
        apiRequests.inc({ route, status });
        apiRequestSeconds.observe(seconds);
      },
      onError: (error, requestId) =>
        log[isDatabaseUnavailable(error) ? "warn" : "error"]("api.request_failed", { requestId, error }),
    }),
    preparePages: async (server) => withApiDocs(await preparePages({ ...parts, server }), config.publicUrl),
  });
}

/** A part that does not stop must not keep the others from stopping. */
async function within(work: Promise<unknown>, log: Log): Promise<void> {
  const late = new AbortController();
  const limit = sleep(GRACE_MS + STEP_MS_MAX, "late", { signal: late.signal }).catch(() => "in time");
  try {
    if ((await Promise.race([work, limit])) === "late") log.warn("server.part_not_stopped");
  } catch (error) {
    log.error("server.part_not_stopped", { error });
  } finally {
    late.abort();
  }
}

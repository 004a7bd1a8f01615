import { openPool } from "./db/client";
import { type DeviceProcessWord, METRICS_WANTED } from "./device-processes";
import { createSourceAddresses } from "./listeners";
import { loadMasterKey } from "./master-key";
import { metrics } from "./metrics";
import { openContents } from "./open-contents";
import { openDevices } from "./open-device-doors";
import { createDeviceStore } from "./services/device-sessions";
import { createSealer } from "./services/secrets";
import type { RunningServer, StartOptions } from "./start-server";

const GRACE_MS = 10_000;

/**
 * One of several processes that answer devices on one port. The process that started it has the database ready, shows
 * its metrics, and has waited for load balancers before it asks it to stop.
 */
export async function startDeviceProcess({ config, log }: StartOptions): Promise<RunningServer> {
  if (config.databaseUrl === null) throw new Error("a device process is told its database");
  const masterKey = loadMasterKey(config.masterKey);
  const pool = openPool(config.databaseUrl, "device process", config.poolConnectionsMax);
  const hotPool = openPool(config.databaseUrl, "hot", config.hotPoolConnectionsMax);
  const door = await openDevices({
    config,
    log,
    pool,
    store: createDeviceStore(hotPool.sql),
    sealer: await createSealer({ masterKey, database: pool.database }),
    sources: createSourceAddresses(config.trustedProxies),
    contents: await openContents(config),
  });
  process.on("message", (word) => {
    if (word === METRICS_WANTED) void tellMetrics();
  });
  log.info("device_process.started");
  return {
    async stop() {
      await door.close(GRACE_MS);
      await Promise.all([pool.close(), hotPool.close()]);
    },
  };
}

async function tellMetrics(): Promise<void> {
  const word: DeviceProcessWord = { metrics: await metrics().registry.getMetricsAsJSON() };
  process.send?.(word);
}

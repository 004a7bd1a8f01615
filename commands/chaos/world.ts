import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../server/adapters/embedded-postgres";
import { openPool, type Pool } from "../../server/db/client";
import { migrateDatabase } from "../../server/db/migrate";
import { StartProblem } from "../../server/start-problem";
import { type CutWire, openCutWire, throughWire } from "../../server/testing/cut-wire";
import { type ServerGroup, startServerGroup } from "../../server/testing/server-group";

/** A database of its own, a wire to it that can be cut, and servers at the far end of the wire. */
export interface World {
  /** Straight to the database. */
  readonly pool: Pool;
  readonly servers: ServerGroup;
  readonly wire: CutWire;
  /** Kills the database without warning and starts it again on its files. */
  killPostgres(): Promise<void>;
  stop(): Promise<void>;
}

/** What makes an acknowledged commit survive the kill; the machine does not lose power here. */
const SETTINGS = { fsync: "off", synchronous_commit: "on", max_connections: "200" };
const POOL_CONNECTIONS = 4;
/** One that answers devices, and one whose clock work it shares: each takes over what the other left. */
const ROLES = ["device,worker", "worker"];

const STARTS_MAX = 40;
const START_PAUSE_MS = 250;

/** What a killed database leaves behind holds its port for a moment, longer on a machine that is busy. */
async function startAgain(start: () => Promise<EmbeddedPostgres>): Promise<EmbeddedPostgres> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await start();
    } catch (error) {
      if (!(error instanceof StartProblem) || tried >= STARTS_MAX) throw error;
      await sleep(START_PAUSE_MS);
    }
  }
}

export async function startWorld(): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), "dmwsi-chaos-"));
  const undo: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const start = (port?: number): Promise<EmbeddedPostgres> =>
      startEmbeddedPostgres({
        dataDir: join(folder, "postgres"),
        settings: SETTINGS,
        diesWithUs: true,
        ...(port !== undefined && { port }),
      });
    let postgres = await start();
    undo.push(() => postgres.stop());
    const { url } = postgres;
    await migrateDatabase(url, join(import.meta.dirname, "../../drizzle/migrations"));
    const pool = openPool(url, "chaos", POOL_CONNECTIONS);
    undo.push(pool.close);
    const wire = await openCutWire(new URL(url));
    undo.push(wire.close);
    const servers = await startServerGroup({ databaseUrl: throughWire(url, wire), roles: ROLES });
    undo.push(servers.stop);
    return {
      pool,
      servers,
      wire,
      async killPostgres() {
        process.kill(postgres.pid, "SIGKILL");
        postgres = await startAgain(() => start(Number(new URL(url).port)));
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

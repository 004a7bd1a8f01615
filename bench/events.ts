import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "../server/adapters/embedded-postgres";
import { openPool, type Pool } from "../server/db/client";
import { migrateDatabase } from "../server/db/migrate";
import { internalPrincipal } from "../server/services/authorization";
import { registerExternalSystem } from "../server/services/external-systems";
import type { Principal } from "../server/services/principal";
import { createSealer } from "../server/services/secrets";
import type { CallContext } from "../server/services/use-case";
import { type CatchUpFigures, catchUp } from "./events/catch-up";
import { seedBacklog } from "./events/seed-backlog";
import { measureWebhooks, type WebhookFigures } from "./events/webhooks";
import { measureWriters, type WriterFigures } from "./events/writers";

export type EventsFigures = WriterFigures & CatchUpFigures & WebhookFigures;

const CONNECTIONS = 6;
const SCOPES = ["events:read", "devices:read", "operations:read"] as const;

/**
 * The event feed on a database of its own: first a reader that is `behind` events behind reads all of them, then writers
 * of facts are measured without the projector and with it, in turns, on the feed as it is by then; then facts are pushed to a
 * receiver of webhooks.
 */
export async function runEventsBenchmark(behind: number): Promise<EventsFigures> {
  const directory = await mkdtemp(join(tmpdir(), "dmwsi-bench-"));
  const postgres = await startEmbeddedPostgres({
    dataDir: join(directory, "postgres"),
    settings: { shared_buffers: "1GB", max_wal_size: "8GB" },
  });
  const pool = openPool(postgres.url, "benchmark", CONNECTIONS);
  try {
    await migrateDatabase(postgres.url, "drizzle/migrations");
    const reader = await registerReader(pool);
    const work = await seedBacklog(pool.sql, reader.principal.id, behind);
    const reading = await catchUp(reader, behind);
    const writing = await measureWriters(pool.sql, postgres.url, work);
    const asServer = { ...reader, principal: internalPrincipal("live") };
    return { ...writing, ...reading, ...(await measureWebhooks(asServer, pool, work, reader.principal.id)) };
  } finally {
    await pool.close();
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

/** An External System that reads events of its own operations and of devices, as it calls. */
async function registerReader({ database }: Pool): Promise<CallContext> {
  const sealer = await createSealer({ masterKey: randomBytes(32), database });
  const channels = { all: [], get: () => undefined, close: async () => {} };
  const about = { database, sealer, channels, requestId: "bench", sourceAddress: "127.0.0.1" };
  const asServer = { ...about, principal: internalPrincipal("live") };
  const { id, name } = await registerExternalSystem(asServer, { name: "reader", realm: "live", scopes: [...SCOPES] });
  const principal: Principal = { kind: "system", id, name, realm: "live", scopes: new Set(SCOPES) };
  return { ...about, principal };
}

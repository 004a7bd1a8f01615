import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient, type DmwsiClient, dataOf } from "../clients/typescript";
import { bundle } from "../commands/build.mjs";
import { startEmbeddedPostgres } from "../server/adapters/embedded-postgres";
import { openPool, type Pool } from "../server/db/client";
import { migrateDatabase } from "../server/db/migrate";
import type { ApiLoadOrder, ApiLoadReport } from "./api/load";
import { seedLists } from "./api/seed-lists";
import { end, firstLine, start } from "./child-process";
import { median } from "./median";

export interface ApiFigures {
  /** Operations on one device each, by POST /operations with a key. */
  readonly createPerSecond: number;
  /** The same requests against a bare server that does one INSERT for each. */
  readonly bareInsertPerSecond: number;
  readonly createRatio: number;
  /** Of POST /operations at 70 % of its highest rate. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of the first page and of page 5,000: the slower one of the lists of devices and of tasks. */
  readonly listFirstMs: number;
  readonly listDeepMs: number;
}

const BARE_SERVER = "dist/bench/bare-server.mjs";
const API_SERVER = "dist/bench/api-server.mjs";
/** As in the benchmark of sessions. */
const CONNECTIONS = 128;
const POOL_CONNECTIONS = 10;
const TARGET_DEVICES = 20_000;
/** Until both servers' code is compiled, and then some seconds: shorter rounds measured the compiler. */
const WARM_UP_REQUESTS = 6_000;
const REQUESTS = 10_000;
const ROUNDS = 3;
const PACED_SECONDS = 8;
const LOAD_SECONDS_MAX = 120;
const DEEP_PAGE = 5_000;
const PAGE_ROWS = 50;
const LOOKS = 41;

/**
 * The public API against a running server of its own, beside a bare server in the same run and in turns, so that a busy
 * neighbour slows both. `listRows`: rows of the long lists.
 */
export async function runApiBenchmark(listRows: number): Promise<ApiFigures> {
  const directory = await mkdtemp(join(tmpdir(), "dmwsi-bench-"));
  const postgres = await startEmbeddedPostgres({
    dataDir: join(directory, "postgres"),
    settings: { shared_buffers: "1GB", max_wal_size: "8GB" },
  });
  const pool = openPool(postgres.url, "benchmark", 4);
  try {
    await migrateDatabase(postgres.url, "drizzle/migrations");
    await pool.sql`create table bare_operations (id uuid primary key, kind text not null, body jsonb not null, at timestamptz not null default now())`;
    const operation = await seedLists(pool, { devices: TARGET_DEVICES, listRows });
    return await measure(pool, postgres.url, directory, operation, listRows);
  } finally {
    await pool.close();
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

export interface ApiServer {
  readonly port: number;
  readonly clientId: string;
  readonly clientSecret: string;
}

async function measure(
  pool: Pool,
  url: string,
  directory: string,
  operation: string,
  listRows: number,
): Promise<ApiFigures> {
  const connections = String(POOL_CONNECTIONS);
  // Both as programs are run, not compiled on the fly.
  await bundle("bench/api/bare-server.ts", BARE_SERVER);
  await bundle("bench/api/api-server.ts", API_SERVER);
  const bareServer = start(BARE_SERVER, [url, connections], {});
  const apiServer = start(API_SERVER, [url, connections, directory], {});
  try {
    const bare = { port: Number(await firstLine(bareServer)), path: "/", token: null };
    const { port, ...client } = JSON.parse(await firstLine(apiServer)) as ApiServer;
    const apiUrl = `http://127.0.0.1:${port}/api/v1`;
    const create = { port, path: "/api/v1/operations", token: await tokenOf(apiUrl, client) };
    const creates: number[] = [];
    const bares: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const requests = round === 0 ? WARM_UP_REQUESTS : REQUESTS;
      const [one, other] = [await load({ ...bare, requests }), await load({ ...create, requests })];
      if (round === 0) continue;
      bares.push(one.requests / one.seconds);
      creates.push(other.requests / other.seconds);
    }
    const [createPerSecond, bareInsertPerSecond] = [median(creates), median(bares)];
    const rate = createPerSecond * 0.7;
    const { p50Ms, p99Ms } = await load({ ...create, requests: Math.ceil(rate * PACED_SECONDS), rate });
    await pool.sql`vacuum analyze`;
    const dmwsi = createClient({ apiUrl, ...client });
    // A system sees the operations that are its own.
    const { id: systemId } = await dataOf(dmwsi.GET("/me"));
    await pool.sql`update operations set owner_kind = 'system', owner_id = ${systemId} where owner_kind = 'internal'`;
    const lists = await measureLists(dmwsi, operation, listRows);
    return {
      createPerSecond,
      bareInsertPerSecond,
      createRatio: createPerSecond / bareInsertPerSecond,
      p50Ms,
      p99Ms,
      ...lists,
    };
  } finally {
    await end(apiServer);
    await end(bareServer);
  }
}

export async function tokenOf(apiUrl: string, client: Omit<ApiServer, "port">): Promise<string> {
  const form = { grant_type: "client_credentials", client_id: client.clientId, client_secret: client.clientSecret };
  const answer = await fetch(`${apiUrl}/oauth/token`, { method: "POST", body: new URLSearchParams(form) });
  const { access_token } = (await answer.json()) as { readonly access_token: string };
  return access_token;
}

/** Runs the load generator in its own process. */
async function load(
  facts: Pick<ApiLoadOrder, "port" | "path" | "token" | "requests"> & { rate?: number },
): Promise<ApiLoadReport> {
  const order: ApiLoadOrder = {
    devIds: { first: 0, count: TARGET_DEVICES },
    connections: CONNECTIONS,
    secondsMax: LOAD_SECONDS_MAX,
    rate: null,
    ...facts,
  };
  const child = start("bench/api/load-process.ts", [JSON.stringify(order)], {});
  const report = JSON.parse(await firstLine(child)) as ApiLoadReport;
  await end(child);
  return report;
}

type ReadPage = (cursor: string | null) => Promise<string | null>;

async function measureLists(dmwsi: DmwsiClient, id: string, listRows: number) {
  const page = (cursor: string | null) => ({ limit: PAGE_ROWS, ...(cursor !== null && { cursor }) });
  const readDevices: ReadPage = async (cursor) =>
    (await dataOf(dmwsi.GET("/devices", { params: { query: page(cursor) } }))).next;
  const readTasks: ReadPage = async (cursor) =>
    (await dataOf(dmwsi.GET("/operations/{id}/tasks", { params: { path: { id }, query: page(cursor) } }))).next;
  const deepPage = Math.min(DEEP_PAGE, Math.floor(listRows / PAGE_ROWS) - 1);
  const [devices, tasks] = [await measureList(readDevices, deepPage), await measureList(readTasks, deepPage)];
  return {
    listFirstMs: Math.max(devices.firstMs, tasks.firstMs),
    listDeepMs: Math.max(devices.deepMs, tasks.deepMs),
    lists: { devices, tasks },
  };
}

/** Looks at both pages in turns. */
async function measureList(
  read: ReadPage,
  deepPage: number,
): Promise<{ readonly firstMs: number; readonly deepMs: number }> {
  let cursor: string | null = null;
  for (let page = 1; page < deepPage; page += 1) cursor = await read(cursor);
  const first: number[] = [];
  const deep: number[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    first.push(await timed(() => read(null)));
    deep.push(await timed(() => read(cursor)));
  }
  return { firstMs: median(first), deepMs: median(deep) };
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const at = performance.now();
  await run();
  return performance.now() - at;
}

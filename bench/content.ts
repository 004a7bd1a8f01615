import { randomBytes } from "node:crypto";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "../server/adapters/embedded-postgres";
import { openPool, type Pool } from "../server/db/client";
import { migrateDatabase } from "../server/db/migrate";
import { TEST_MASTER_KEY } from "../server/services/testing/call-context";
import { freePort, type ServerProcess, startServerProcess } from "../server/testing/server-process";
import type { ApiServer } from "./api";
import { end, firstLine, START_FLAGS, start } from "./child-process";
import { sparseContent } from "./content/downloads";
import { digestOf, ingest, teeAndDigest } from "./content/ingestion";
import type { DownloadOrder, DownloadReport } from "./content/load-process";
import { peakWhile } from "./resident-memory";

export interface ContentFigures {
  /** MB of 1,048,576 octets a second, of four downloads at once. */
  readonly downloadMbPerSecond: number;
  /** The same from a bare node:http server that streams the file. */
  readonly bareMbPerSecond: number;
  readonly downloadRatio: number;
  /** Of one upload over HTTP, until it is safe on the disk. */
  readonly ingestMbPerSecond: number;
  /** Of `tee FILE | sha256sum` until it is safe on the disk. */
  readonly teeMbPerSecond: number;
  readonly ingestRatio: number;
  readonly connections: number;
  /** The most that the server's memory grew by with so many downloads of 1 GB under way, for a minute. */
  readonly rssGrowthMb: number;
}

const MB = 1_048_576;
const ROUNDS = 5;
const DOWNLOAD_OCTETS = 256 * MB;
const DOWNLOADS_AT_ONCE = 4;
const INGEST_OCTETS = 256 * MB;
const HELD_OCTETS = 1_024 * MB;
const HELD_CONNECTIONS = 200;
/** Of one device at once; a content's budget is three times its size. */
const CONNECTIONS_PER_DEVICE = 2;
const HELD_SECONDS = 60;
const SECONDS_MAX = 300;
const API_CONNECTIONS = 10;

/**
 * Contents on their way in and out, each beside the plainest thing that does the same, in turns in one run. Of each the
 * fastest round counts: a busy neighbour slows a whole round, of either.
 */
export async function runContentBenchmark(): Promise<ContentFigures> {
  const directory = await mkdtemp(join(tmpdir(), "dmwsi-bench-"));
  const postgres = await startEmbeddedPostgres({ dataDir: join(directory, "postgres"), settings: {} });
  const pool = openPool(postgres.url, "benchmark", 4);
  try {
    // The API's server has a master key of its own, and so a database of its own.
    await pool.sql`create database ingestion`;
    const own = new URL("ingestion", postgres.url).href;
    for (const url of [postgres.url, own]) await migrateDatabase(url, "drizzle/migrations");
    const ingestion = await measureIngestion(own, directory);
    const server = await startServerProcess({
      databaseUrl: postgres.url,
      masterKey: TEST_MASTER_KEY,
      dataDir: directory,
      roles: "device",
      dmPort: await freePort(),
      metricsPort: await freePort(),
      nodeFlags: START_FLAGS,
    });
    try {
      const downloads = await measureDownloads(pool, directory, server);
      return { ...downloads, ...ingestion, ...(await measureMemory(pool, directory, server)) };
    } finally {
      await server.end("SIGTERM");
    }
  } finally {
    await pool.close();
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function measureDownloads(pool: Pool, directory: string, server: ServerProcess) {
  const devices = (DOWNLOADS_AT_ONCE * (ROUNDS + 1)) / CONNECTIONS_PER_DEVICE;
  const content = await sparseContent(pool, directory, server.dmUrl, { octets: DOWNLOAD_OCTETS, devices });
  const bareServer = start("bench/content/bare-file-server.ts", [content.file], {});
  try {
    const barePort = Number(await firstLine(bareServer));
    const bare: number[] = [];
    const own: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const from = (round * DOWNLOADS_AT_ONCE) / CONNECTIONS_PER_DEVICE;
      const paths = twice(content.paths.slice(from, from + DOWNLOADS_AT_ONCE / CONNECTIONS_PER_DEVICE));
      const other = await load({ port: barePort, paths: paths.map(() => "/"), secondsMax: SECONDS_MAX });
      const one = await load({ port: portOf(server), paths, secondsMax: SECONDS_MAX });
      // The first round only warms up.
      if (round === 0) continue;
      bare.push(rateOf(other));
      own.push(rateOf(one));
    }
    const [downloadMbPerSecond, bareMbPerSecond] = [Math.max(...own), Math.max(...bare)];
    return { downloadMbPerSecond, bareMbPerSecond, downloadRatio: downloadMbPerSecond / bareMbPerSecond };
  } finally {
    await end(bareServer);
  }
}

async function measureIngestion(url: string, directory: string) {
  const file = join(directory, "source.bin");
  await writeRandom(file, INGEST_OCTETS);
  const sha256 = await digestOf(file);
  const child = start("bench/api/api-server.ts", [url, String(API_CONNECTIONS), join(directory, "ingested")], {});
  try {
    const api = JSON.parse(await firstLine(child)) as ApiServer;
    const own: number[] = [];
    const tees: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const [tee, one] = [await teeAndDigest(file, directory), await ingest(api, file, INGEST_OCTETS, sha256)];
      if (round === 0) continue;
      own.push(INGEST_OCTETS / MB / one);
      tees.push(INGEST_OCTETS / MB / tee);
    }
    const [ingestMbPerSecond, teeMbPerSecond] = [Math.max(...own), Math.max(...tees)];
    return { ingestMbPerSecond, teeMbPerSecond, ingestRatio: ingestMbPerSecond / teeMbPerSecond };
  } finally {
    await end(child);
    await rm(file, { force: true });
  }
}

async function measureMemory(pool: Pool, directory: string, server: ServerProcess) {
  const devices = HELD_CONNECTIONS / CONNECTIONS_PER_DEVICE;
  const content = await sparseContent(pool, directory, server.dmUrl, { octets: HELD_OCTETS, devices });
  const before = await peakWhile(server.pid, async () => {});
  const order = { port: portOf(server), paths: twice(content.paths), secondsMax: HELD_SECONDS };
  const most = await peakWhile(server.pid, () => load(order));
  return { connections: HELD_CONNECTIONS, rssGrowthMb: most - before };
}

function twice(paths: readonly string[]): string[] {
  return Array.from({ length: CONNECTIONS_PER_DEVICE }, () => paths).flat();
}

/** Runs the downloads in a process of their own. Throws when one of them failed. */
async function load(order: DownloadOrder): Promise<DownloadReport> {
  const child = start("bench/content/load-process.ts", [JSON.stringify(order)], {});
  const report = JSON.parse(await firstLine(child)) as DownloadReport;
  await end(child);
  if (report.failures > 0) throw new Error(`${report.failures} of ${order.paths.length} downloads failed.`);
  return report;
}

async function writeRandom(file: string, octets: number): Promise<void> {
  const handle = await open(file, "w");
  for (let done = 0; done < octets; done += MB) await handle.write(randomBytes(MB));
  await handle.close();
}

function portOf({ dmUrl }: ServerProcess): number {
  return Number(new URL(dmUrl).port);
}

function rateOf({ octets, seconds }: DownloadReport): number {
  return octets / MB / seconds;
}

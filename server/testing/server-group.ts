import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TEST_MASTER_KEY } from "../services/testing/call-context";
import { freePort, type ServerProcess, type ServerProcessOptions, startServerProcess } from "./server-process";

/** Servers in processes of their own over one database, with the key of tests; they can be killed without warning. */
export interface ServerGroup {
  /** Where devices call: the port of the first process. */
  readonly dmUrl: string;
  /** Where the processes have the octets of contents. */
  readonly contentsDir: string;
  /** How many processes there are. */
  readonly size: number;
  /** Kills one with SIGKILL; it stays away. */
  kill(place: number): Promise<void>;
  /** Kills one with SIGKILL and starts it again on the same ports; `place` counts from 0. */
  killAndRestart(place: number): Promise<void>;
  stop(): Promise<void>;
}

export interface ServerGroupOptions {
  readonly databaseUrl: string;
  /** The roles of each process. */
  readonly roles: readonly string[];
  /** Settings of all of them. */
  readonly settings?: Readonly<Record<string, string>>;
}

export async function startServerGroup({
  databaseUrl,
  roles,
  settings = {},
}: ServerGroupOptions): Promise<ServerGroup> {
  const dataDir = await mkdtemp(join(tmpdir(), "dmwsi-servers-"));
  const orders: ServerProcessOptions[] = [];
  for (const role of roles) {
    const ports = { dmPort: await freePort(), metricsPort: await freePort() };
    orders.push({ databaseUrl, masterKey: TEST_MASTER_KEY, dataDir, roles: role, settings, ...ports });
  }
  const running: ServerProcess[] = [];
  const stop = async (): Promise<void> => {
    for (const server of running) await server.end("SIGTERM");
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    for (const order of orders) running.push(await startServerProcess(order));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    dmUrl: running[0]?.dmUrl ?? "",
    contentsDir: join(dataDir, "contents"),
    size: orders.length,
    async kill(place) {
      await running[place]?.end("SIGKILL");
    },
    async killAndRestart(place) {
      const order = orders[place];
      if (!order) throw new RangeError(`There is no process ${place}.`);
      await running[place]?.end("SIGKILL");
      running[place] = await startServerProcess(order);
    },
    stop,
  };
}

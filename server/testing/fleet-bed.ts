import { openDiskStore } from "../adapters/content-store";
import { deviceIdOf, fromPublicId, toTaskId } from "../ids";
import { type ReadyContent, type ReadyContentFacts, readyContent } from "../services/downloads/testing/ready-content";
import { readTask } from "../services/operations";
import { type ServerGroup, startServerGroup } from "./server-group";
import { createTestDatabase, type TestDatabase } from "./test-database";
import { startWorkingFleet, type WorkingFleet, type WorkingFleetOptions } from "./working-fleet";

/** Simulated devices over real HTTP, a server that serves and wakes them, and a database of their own. */
export interface FleetBed {
  readonly test: TestDatabase;
  readonly servers: ServerGroup;
  readonly run: WorkingFleet;
  /** A content that updates may use, its octets where the server looks for them. */
  addContent(octets: Uint8Array, facts: ReadyContentFacts): Promise<ReadyContent>;
  /** The task of an operation, by its public id, on a device. */
  taskOn(devId: string, operation: string): ReturnType<typeof readTask>;
  close(): Promise<void>;
}

/** Milliseconds that opening may take. */
export const FLEET_START_MS_MAX = 120_000;

export interface FleetBedOptions extends Omit<WorkingFleetOptions, "pool" | "dmUrl"> {
  /** Settings of the server beside those of every bed. */
  readonly settings?: Readonly<Record<string, string>>;
}

export async function openFleetBed({ settings = {}, ...options }: FleetBedOptions): Promise<FleetBed> {
  const opened: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of opened.splice(0).reverse()) await end();
  };
  try {
    const test = await createTestDatabase();
    opened.push(() => test.close());
    const servers = await startServerGroup({ databaseUrl: test.url, roles: ["device,worker"], settings });
    opened.push(() => servers.stop());
    const run = await startWorkingFleet({ ...options, pool: test, dmUrl: servers.dmUrl });
    opened.push(() => run.stop());
    return {
      test,
      servers,
      run,
      addContent: async (octets, facts) =>
        readyContent(test.sql, await openDiskStore(servers.contentsDir), octets, facts),
      taskOn: (devId, operation) =>
        readTask(run.context, { id: toTaskId(deviceIdOf("live", devId), fromPublicId("op", operation) ?? "") }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

import { afterAll, beforeAll, expect, it } from "vitest";
import { predictUpdate, UPDATE_FAULTS, type UpdateFault, writePackageHeader } from "../../simulator";
import { openDiskStore } from "../adapters/content-store";
import { deviceIdOf, fromPublicId, toTaskId } from "../ids";
import { readyContent } from "../services/downloads/testing/ready-content";
import { readOperation, readTask } from "../services/operations";
import { findViolations } from "./invariants";
import { type ServerGroup, startServerGroup } from "./server-group";
import { createTestDatabase, type TestDatabase } from "./test-database";
import { startWorkingFleet, type WorkingFleet } from "./working-fleet";

const DEVICES = 200;
const FAULTS = Object.keys(UPDATE_FAULTS) as UpdateFault[];
const RATE = 0.05;
/** Later than any version that the devices come with, and told by nothing but itself. */
const VERSION = "Release-9";
const PACKAGE_OCTETS = 100_000;
/** Long enough for a device that is at work while its server starts again, short for one that never reports. */
const TIMEOUTS = { downloadSeconds: 15, installSeconds: 8, verifySeconds: 6 };

let test: TestDatabase;
let servers: ServerGroup;
let run: WorkingFleet;

beforeAll(async () => {
  test = await createTestDatabase();
  servers = await startServerGroup({ databaseUrl: test.url, roles: ["device,worker"] });
  run = await startWorkingFleet({
    pool: test,
    dmUrl: servers.dmUrl,
    devices: DEVICES,
    seed: "firmware-kill",
    polite: false,
    updateFaults: Object.fromEntries(FAULTS.map((name) => [name, RATE])),
  });
}, 120_000);
afterAll(async () => {
  await run?.stop();
  await servers?.stop();
  await test?.close();
});

it("a firmware update of 200 devices with 5 % of each fault ends on each as its fault predicts, through a SIGKILL", async () => {
  const header = writePackageHeader({ version: VERSION });
  const octets = Buffer.concat([header, Buffer.alloc(PACKAGE_OCTETS, "firmware")]);
  const content = await readyContent(test.sql, await openDiskStore(servers.contentsDir), octets, { version: VERSION });
  const operation = await run.startOnAll(
    "firmware.update",
    { content: content.id, timeouts: TIMEOUTS },
    { attempts: 2 },
  );
  while ((await run.ended()) < DEVICES / 4) await new Promise((resolve) => setTimeout(resolve, 20));
  await servers.killAndRestart(0);
  await run.untilAllEnded(60);

  expect(await findViolations(test.sql)).toEqual([]);
  expect(await readOperation(run.context, { id: operation })).toMatchObject({
    state: "completed",
    counts: { total: DEVICES },
  });
  const struck = new Set<UpdateFault>();
  const wrong: unknown[] = [];
  for (const { devId } of run.devices) {
    const fault = run.fleet.updateFaultOf(devId);
    if (fault) struck.add(fault);
    const { state, outcome, code } = predictUpdate(fault, { object: "firmware", downloads: true, installs: true });
    const id = toTaskId(deviceIdOf("live", devId), fromPublicId("op", operation) ?? "");
    const task = await readTask(run.context, { id });
    const result = task.result as { code: number | null; verified: boolean } | null;
    const hasVersion = run.fleet.valueOf(devId, "./DevDetail/FwV") === VERSION;
    const seen = [task.state, task.outcome, result?.code ?? null, result?.verified ?? false, hasVersion];
    const wanted = [state, outcome, code, outcome === "verified", outcome === "verified"];
    if (JSON.stringify(seen) !== JSON.stringify(wanted))
      wrong.push({ devId, fault, seen, wanted, reason: task.reason });
  }
  expect(wrong).toEqual([]);
  expect([...struck].sort()).toEqual([...FAULTS].sort());
  console.log(`firmware-kill ${DEVICES - wrong.length}/${DEVICES}`);
}, 120_000);

import { afterAll, beforeAll, expect, it } from "vitest";
import { predictUpdate, UPDATE_FAULTS, type UpdateFault, writePackageHeader } from "../../simulator";
import { readOperation } from "../services/operations";
import { FLEET_START_MS_MAX, type FleetBed, openFleetBed } from "./fleet-bed";
import { findViolations } from "./invariants";

const DEVICES = 200;
const FAULTS = Object.keys(UPDATE_FAULTS) as UpdateFault[];
const RATE = 0.05;
/** Later than any version that the devices come with, and told by nothing but itself. */
const VERSION = "Release-9";
const PACKAGE_OCTETS = 100_000;
/** Long enough for a device that is at work while its server starts again, short for one that never reports. */
const TIMEOUTS = { downloadSeconds: 25, installSeconds: 14, verifySeconds: 12 };

let bed: FleetBed;

beforeAll(async () => {
  bed = await openFleetBed({
    devices: DEVICES,
    seed: "firmware-kill",
    polite: false,
    updateFaults: Object.fromEntries(FAULTS.map((name) => [name, RATE])),
  });
}, FLEET_START_MS_MAX);
afterAll(() => bed?.close());

it("a firmware update of 200 devices with 5 % of each fault ends on each as its fault predicts, through a SIGKILL", async () => {
  const header = writePackageHeader({ version: VERSION });
  const octets = Buffer.concat([header, Buffer.alloc(PACKAGE_OCTETS, "firmware")]);
  const content = await bed.addContent(octets, { version: VERSION });
  const operation = await bed.run.startOnAll(
    "firmware.update",
    { content: content.id, timeouts: TIMEOUTS },
    { attempts: 2 },
  );
  while ((await bed.run.ended()) < DEVICES / 4) await new Promise((resolve) => setTimeout(resolve, 20));
  await bed.servers.killAndRestart(0);
  await bed.run.untilAllEnded(100);

  expect(await findViolations(bed.test.sql)).toEqual([]);
  expect(await readOperation(bed.run.context, { id: operation })).toMatchObject({
    state: "completed",
    counts: { total: DEVICES },
  });
  const struck = new Set<UpdateFault>();
  const wrong: unknown[] = [];
  for (const { devId } of bed.run.devices) {
    const fault = bed.run.fleet.updateFaultOf(devId);
    if (fault) struck.add(fault);
    const { state, outcome, code } = predictUpdate(fault, { object: "firmware", downloads: true, installs: true });
    const task = await bed.taskOn(devId, operation);
    const result = task.result as { code: number | null; verified: boolean } | null;
    const hasVersion = bed.run.fleet.valueOf(devId, "./DevDetail/FwV") === VERSION;
    const seen = [task.state, task.outcome, result?.code ?? null, result?.verified ?? false, hasVersion];
    const wanted = [state, outcome, code, outcome === "verified", outcome === "verified"];
    if (JSON.stringify(seen) !== JSON.stringify(wanted))
      wrong.push({ devId, fault, seen, wanted, reason: task.reason });
  }
  expect(wrong).toEqual([]);
  expect([...struck].sort()).toEqual([...FAULTS].sort());
  console.log(`firmware-kill ${DEVICES - wrong.length}/${DEVICES}`);
}, 170_000);

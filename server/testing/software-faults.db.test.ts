import { afterAll, beforeAll, expect, it } from "vitest";
import { predictUpdate, UPDATE_FAULTS, type UpdateFault, writePackageHeader } from "../../simulator";
import { FLEET_START_MS_MAX, type FleetBed, openFleetBed } from "./fleet-bed";
import { findViolations } from "./invariants";

/** Two of three have an object for software; routers have none. */
const DEVICES = 90;
const FAULTS = Object.keys(UPDATE_FAULTS) as UpdateFault[];
const RATE = 0.05;
/** Of those that were tried, the first that gives so few devices each of the faults. */
const SEED = "software-faults-i";
const VERSION = "2.1.0";
const COMPONENT = "org.example.chat";
/** Long enough for a device that is at work, short for one that never reports. */
const TIMEOUTS = { downloadSeconds: 12, installSeconds: 8, verifySeconds: 4 };

let bed: FleetBed;

beforeAll(async () => {
  bed = await openFleetBed({
    devices: DEVICES,
    seed: SEED,
    polite: true,
    updateFaults: Object.fromEntries(FAULTS.map((name) => [name, RATE])),
  });
}, FLEET_START_MS_MAX);
afterAll(() => bed?.close());

it("an installation on devices with 5 % of each fault ends on each as its fault predicts", async () => {
  const header = writePackageHeader({ component: COMPONENT, name: "Chat", version: VERSION });
  const octets = Buffer.concat([header, Buffer.alloc(40_000, "software")]);
  const facts = { version: VERSION, kind: "software" as const };
  const content = await bed.addContent(octets, facts);
  const params = { content: content.id, timeouts: TIMEOUTS };
  const operation = await bed.run.startOnAll("software.install", params, { attempts: 1 });
  await bed.run.untilAllEnded(80);

  const struck = new Set<UpdateFault>();
  const wrong: unknown[] = [];
  for (const { devId, profile } of bed.run.devices) {
    const { state, outcome, reason, result } = await bed.taskOn(devId, operation);
    const fault = bed.run.fleet.updateFaultOf(devId);
    const hasObject = [...profile.objects.values()].some(({ kind }) => kind === "software");
    const predicted = predictUpdate(fault, { object: "software", downloads: true, installs: true });
    if (hasObject && fault) struck.add(fault);
    const wanted = hasObject
      ? [predicted.state, predicted.outcome, predicted.code, predicted.outcome === "verified"]
      : ["failed", "error", null, false];
    const seen = result as { code: number | null; verified: boolean } | null;
    const got = [state, outcome, seen?.code ?? null, seen?.verified ?? false];
    if (JSON.stringify(got) !== JSON.stringify(wanted)) wrong.push({ devId, fault, got, wanted, reason });
  }
  expect(wrong).toEqual([]);
  expect([...struck].sort()).toEqual([...FAULTS].sort());
  expect(await findViolations(bed.test.sql)).toEqual([]);
  console.log(`software-faults ${DEVICES - wrong.length}/${DEVICES}`);
}, 120_000);

import { afterAll, beforeAll, expect, it } from "vitest";
import { predictUpdate, writePackageHeader } from "../../simulator";
import { FLEET_START_MS_MAX, type FleetBed, openFleetBed } from "./fleet-bed";
import { findViolations } from "./invariants";

/** A phone, a router and a vehicle, each in WBXML and in XML. Routers have no object for software. */
const DEVICES = 6;
const VERSION = "Release-7";
const TIMEOUTS = { downloadSeconds: 3, installSeconds: 3, verifySeconds: 2 };

let bed: FleetBed;

beforeAll(async () => {
  bed = await openFleetBed({
    devices: DEVICES,
    seed: "silent-devices",
    polite: true,
    updateFaults: { neverReports: 1 },
  });
}, FLEET_START_MS_MAX);
afterAll(() => bed?.close());

const firmware = { object: "firmware" } as const;
const software = { object: "software" } as const;

it.each([
  ["firmware.update", { flow: "staged" }, { ...firmware, downloads: true, installs: true, inSteps: true }],
  ["firmware.download", {}, { ...firmware, downloads: true, installs: false, inSteps: true }],
  ["software.install", { flow: "staged" }, { ...software, downloads: true, installs: true, inSteps: true }],
] as const)(
  "a device that takes an Exec and says nothing more ends %s %o as predicted, once the time is over",
  { timeout: 90_000 },
  async (kind, params, work) => {
    const header = writePackageHeader({
      version: VERSION,
      ...(work.object === "software" && { component: "org.example.chat" }),
    });
    const facts = { version: VERSION, kind: work.object, name: kind };
    const content = await bed.addContent(Buffer.concat([header, Buffer.alloc(5_000, kind)]), facts);
    const order = { content: content.id, timeouts: TIMEOUTS, ...params };
    const operation = await bed.run.startOnAll(kind, order, { attempts: 1 });
    await bed.run.untilAllEnded(60);

    const { state, outcome, code } = predictUpdate("neverReports", work);
    let tried = 0;
    for (const { devId, profile } of bed.run.devices) {
      if (![...profile.objects.values()].some(({ kind: object }) => object === work.object)) continue;
      const task = await bed.taskOn(devId, operation);
      expect([devId, task]).toMatchObject([devId, { state, outcome, reason: { code: "timed_out" }, result: { code } }]);
      expect(bed.run.fleet.valueOf(devId, "./DevDetail/FwV")).not.toBe(VERSION);
      tried += 1;
    }
    expect(tried).toBeGreaterThan(0);
    expect(await findViolations(bed.test.sql)).toEqual([]);
  },
);

import { afterAll, beforeAll, expect, it } from "vitest";
import { writePackageHeader } from "../../simulator";
import { FLEET_START_MS_MAX, type FleetBed, openFleetBed } from "./fleet-bed";
import { findViolations } from "./invariants";

/** A phone, a router and a vehicle, each in WBXML and in XML. */
const DEVICES = 6;
const PACKAGE_OCTETS = 60_000;

let bed: FleetBed;

beforeAll(async () => {
  bed = await openFleetBed({ devices: DEVICES, seed: "firmware-flows", polite: true });
}, FLEET_START_MS_MAX);
afterAll(() => bed?.close());

it.each([
  ["downloadAndUpdate", "package", "Release-1"],
  ["staged", "descriptor", "Release-2"],
  ["largeObject", "descriptor", "Release-3"],
])(
  "every simulated device is updated by %s (%s), once, and shows it",
  { timeout: 90_000 },
  async (flow, link, version) => {
    const octets = Buffer.concat([
      writePackageHeader({ version }),
      Buffer.alloc(PACKAGE_OCTETS, "\xfffirmware", "latin1"),
    ]);
    const content = await bed.addContent(octets, { version });
    const operation = await bed.run.startOnAll("firmware.update", { content: content.id, flow, link });
    await bed.run.untilAllEnded(60);
    const ends = await Promise.all(
      bed.run.devices.map(async ({ devId }) => {
        const { state, outcome, result } = await bed.taskOn(devId, operation);
        const installs = bed.run.fleet
          .ledgerOf(devId)
          .filter((entry) => entry.command === "Install" && entry.version === version);
        return [state, outcome, (result as { code: number }).code, installs.map(({ runs }) => runs)];
      }),
    );
    expect(ends).toEqual(ends.map(() => ["succeeded", "verified", 200, [1]]));
    expect(await findViolations(bed.test.sql)).toEqual([]);
  },
);

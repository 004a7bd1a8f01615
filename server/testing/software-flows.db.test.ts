import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writePackageHeader } from "../../simulator";
import { deviceIdOf, toPublicId } from "../ids";
import { listDeviceUpdates } from "../services/contents";
import { readComponents } from "../services/devices";
import { FLEET_START_MS_MAX, type FleetBed, openFleetBed } from "./fleet-bed";
import { findViolations } from "./invariants";

/** A phone, a router and a vehicle, each in WBXML and in XML. Routers have no object for software. */
const DEVICES = 6;
const WITHOUT = "Ferrum Networks";
const CHAT = "org.example.chat";

let bed: FleetBed;

beforeAll(async () => {
  bed = await openFleetBed({ devices: DEVICES, seed: "software-flows", polite: true });
}, FLEET_START_MS_MAX);
afterAll(() => bed?.close());

async function packageOf(version: string) {
  const header = writePackageHeader({ component: CHAT, name: "Chat", version });
  const octets = Buffer.concat([header, Buffer.alloc(20_000, "\xffsoftware", "latin1")]);
  return bed.addContent(octets, { version, kind: "software", name: `chat-${version}` });
}

const has = ({ profile }: FleetBed["run"]["devices"][number]) => profile.manufacturer !== WITHOUT;
const withObject = () => bed.run.devices.filter(has);

/** Lets every device do it; how it ended on those that have the object, and on the others. */
async function ends(kind: string, params: object) {
  const operation = await bed.run.startOnAll(kind, params);
  await bed.run.untilAllEnded(60);
  const tasks = await Promise.all(
    bed.run.devices.map(async (device) => {
      const { state, outcome, reason, result } = await bed.taskOn(device.devId, operation);
      return { device, end: { state, outcome, reason: reason?.code ?? null, result } };
    }),
  );
  return {
    those: tasks.filter(({ device }) => has(device)).map(({ end }) => end),
    others: tasks.filter(({ device }) => !has(device)).map(({ end }) => end),
  };
}

const all = (end: object) => withObject().map(() => end);
const verified = (result: object) => ({ state: "succeeded", outcome: "verified", result });
const unsupported = { state: "failed", outcome: "error", reason: "unsupported_by_device" };
const deviceOf = (devId: string) => toPublicId("dev", deviceIdOf("live", devId));

describe("simulated devices over real HTTP", { timeout: 90_000 }, () => {
  it("install a component, in one step and staged, once, and show it; without the object they say so", async () => {
    const first = await packageOf("2.1.0");
    const { those, others } = await ends("software.install", { content: first.id });
    expect(those).toMatchObject(all(verified({ code: 1200, fromVersion: null, toVersion: "2.1.0" })));
    expect(others).toMatchObject([unsupported, unsupported]);
    const next = await packageOf("2.2.0");
    const params = { content: next.id, component: CHAT, flow: "staged", link: "package" };
    const updated = await ends("software.update", params);
    expect(updated.those).toMatchObject(all(verified({ code: 1200, fromVersion: "2.1.0", toVersion: "2.2.0" })));
    for (const { devId } of withObject()) {
      const installs = bed.run.fleet.ledgerOf(devId).filter(({ command }) => command === "Install");
      expect(installs.map(({ version, runs }) => [version, runs])).toEqual([
        ["2.1.0", 1],
        ["2.2.0", 1],
      ]);
      const { items } = await listDeviceUpdates(bed.run.context, { id: deviceOf(devId), kind: "software" });
      expect(items.map(({ has, reason }) => [has, reason?.code ?? null])).toEqual([
        ["2.2.0", "already_there"],
        [null, null],
      ]);
    }
  });

  it("deactivate, activate and remove it, under the names that each has for that", async () => {
    const about = { component: CHAT };
    const off = await ends("software.deactivate", about);
    expect(off.those).toMatchObject(all(verified({ code: 1200, item: { stateMeaning: "Inactive" } })));
    const on = await ends("software.activate", about);
    expect(on.those).toMatchObject(all(verified({ code: 1200, item: { stateMeaning: "Active" } })));
    const inventory = await ends("software.inventory", {});
    expect(inventory.those).toMatchObject(all({ state: "succeeded", result: { software: [{ truncated: false }] } }));
    expect(inventory.others).toMatchObject([verified({ software: [] }), verified({ software: [] })]);
    const known = async () =>
      Promise.all(
        withObject().map(async ({ devId }) => {
          const { deployed, firmware } = await readComponents(bed.run.context, { id: deviceOf(devId) });
          expect(firmware.length).toBeGreaterThan(0);
          return deployed
            .filter(({ componentId }) => componentId === CHAT)
            .map(({ version, state }) => [version, state]);
        }),
      );
    expect(await known()).toEqual(withObject().map(() => [["2.2.0", 20]]));
    const gone = await ends("software.remove", about);
    expect(gone.those).toMatchObject(all(verified({ code: 1200, fromVersion: "2.2.0", toVersion: null })));
    expect(gone.others).toMatchObject([unsupported, unsupported]);
    expect(await known()).toEqual(withObject().map(() => []));
    expect(await findViolations(bed.test.sql)).toEqual([]);
  });
});

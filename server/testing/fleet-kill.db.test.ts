import { afterAll, beforeAll, expect, it } from "vitest";
import { readOperation } from "../services/operations";
import { FLEET_START_MS_MAX, type FleetBed, openFleetBed } from "./fleet-bed";
import { findViolations } from "./invariants";

const DEVICES = 500;
const FIRMWARE = "./DevDetail/FwV";
const LANGUAGE = "./DevInfo/Lang";

let bed: FleetBed;

beforeAll(async () => {
  bed = await openFleetBed({ devices: DEVICES, seed: "fleet-kill", polite: false });
}, FLEET_START_MS_MAX);
afterAll(() => bed?.close());

it("finishes three operations on each of 500 devices exactly once, with the right result, through a SIGKILL", async () => {
  const operations = [
    await bed.run.startOnAll("parameter.get", { uris: [FIRMWARE] }),
    await bed.run.startOnAll("parameter.set", { values: [{ uri: LANGUAGE, value: "de-DE" }] }),
    await bed.run.startOnAll("parameter.get", { uris: ["./DevDetail/HwV"] }),
  ];
  while ((await bed.run.ended()) < DEVICES / 2) await new Promise((resolve) => setTimeout(resolve, 20));
  await bed.servers.killAndRestart(0);
  await bed.run.untilAllEnded(150);

  expect(await findViolations(bed.test.sql)).toEqual([]);
  let right = 0;
  for (const operation of operations) {
    expect(await readOperation(bed.run.context, { id: operation })).toMatchObject({
      state: "completed",
      counts: { total: DEVICES, succeeded: DEVICES },
    });
    for (const { devId } of bed.run.devices) {
      const task = await bed.taskOn(devId, operation);
      const [value] = (task.result as { values: { uri: string; value?: string; after?: string; status: number }[] })
        .values;
      expect(value?.status).toBe(200);
      expect(value?.value ?? value?.after).toBe(bed.run.fleet.valueOf(devId, value?.uri ?? ""));
      right += 1;
    }
  }
  expect(bed.run.devices.filter(({ devId }) => bed.run.fleet.valueOf(devId, LANGUAGE) === "de-DE")).toHaveLength(
    DEVICES,
  );
  const statistics = bed.run.fleet.statistics();
  expect(statistics).toMatchObject({ unequalRepeats: 0, oversizedReplies: 0, sessionsRefused: 0 });
  console.log(`fleet-kill ${right}/${DEVICES * operations.length}`);
}, 240_000);

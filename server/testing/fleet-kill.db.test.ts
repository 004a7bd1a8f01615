import { afterAll, beforeAll, expect, it } from "vitest";
import { deviceIdOf, fromPublicId, toTaskId } from "../ids";
import { readOperation, readTask } from "../services/operations";
import { findViolations } from "./invariants";
import { type ServerGroup, startServerGroup } from "./server-group";
import { createTestDatabase, type TestDatabase } from "./test-database";
import { startWorkingFleet, type WorkingFleet } from "./working-fleet";

const DEVICES = 500;
const FIRMWARE = "./DevDetail/FwV";
const LANGUAGE = "./DevInfo/Lang";

let test: TestDatabase;
let servers: ServerGroup;
let run: WorkingFleet;

beforeAll(async () => {
  test = await createTestDatabase();
  servers = await startServerGroup({ databaseUrl: test.url, roles: ["device,worker"] });
  const { dmUrl } = servers;
  run = await startWorkingFleet({ pool: test, dmUrl, devices: DEVICES, seed: "fleet-kill", polite: false });
}, 120_000);
afterAll(async () => {
  await run?.stop();
  await servers?.stop();
  await test?.close();
});

it("finishes three operations on each of 500 devices exactly once, with the right result, through a SIGKILL", async () => {
  const operations = [
    await run.startOnAll("parameter.get", { uris: [FIRMWARE] }),
    await run.startOnAll("parameter.set", { values: [{ uri: LANGUAGE, value: "de-DE" }] }),
    await run.startOnAll("parameter.get", { uris: ["./DevDetail/HwV"] }),
  ];
  while ((await run.ended()) < DEVICES / 2) await new Promise((resolve) => setTimeout(resolve, 20));
  await servers.killAndRestart(0);
  await run.untilAllEnded(150);

  expect(await findViolations(test.sql)).toEqual([]);
  let right = 0;
  for (const operation of operations) {
    expect(await readOperation(run.context, { id: operation })).toMatchObject({
      state: "completed",
      counts: { total: DEVICES, succeeded: DEVICES },
    });
    for (const { devId } of run.devices) {
      const id = toTaskId(deviceIdOf("live", devId), fromPublicId("op", operation) ?? "");
      const task = await readTask(run.context, { id });
      const [value] = (task.result as { values: { uri: string; value?: string; after?: string; status: number }[] })
        .values;
      expect(value?.status).toBe(200);
      expect(value?.value ?? value?.after).toBe(run.fleet.valueOf(devId, value?.uri ?? ""));
      right += 1;
    }
  }
  expect(run.devices.filter(({ devId }) => run.fleet.valueOf(devId, LANGUAGE) === "de-DE")).toHaveLength(DEVICES);
  const statistics = run.fleet.statistics();
  expect(statistics).toMatchObject({ unequalRepeats: 0, oversizedReplies: 0, sessionsRefused: 0 });
  console.log(`fleet-kill ${right}/${DEVICES * operations.length}`);
}, 240_000);

import { afterAll, beforeAll, expect, it } from "vitest";
import { writePackageHeader } from "../../simulator";
import { openDiskStore } from "../adapters/content-store";
import { deviceIdOf, fromPublicId, toTaskId } from "../ids";
import { readyContent } from "../services/downloads/testing/ready-content";
import { readTask } from "../services/operations";
import { findViolations } from "./invariants";
import { type ServerGroup, startServerGroup } from "./server-group";
import { createTestDatabase, type TestDatabase } from "./test-database";
import { startWorkingFleet, type WorkingFleet } from "./working-fleet";

/** A phone, a router and a vehicle, each in WBXML and in XML. */
const DEVICES = 6;
const PACKAGE_OCTETS = 60_000;

let test: TestDatabase;
let servers: ServerGroup;
let run: WorkingFleet;

beforeAll(async () => {
  test = await createTestDatabase();
  servers = await startServerGroup({ databaseUrl: test.url, roles: ["device,worker"] });
  const { dmUrl } = servers;
  run = await startWorkingFleet({ pool: test, dmUrl, devices: DEVICES, seed: "firmware-flows", polite: true });
}, 120_000);
afterAll(async () => {
  await run?.stop();
  await servers?.stop();
  await test?.close();
});

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
    const content = await readyContent(test.sql, await openDiskStore(servers.contentsDir), octets, { version });
    const operation = await run.startOnAll("firmware.update", { content: content.id, flow, link });
    await run.untilAllEnded(60);
    const ends = await Promise.all(
      run.devices.map(async ({ devId }) => {
        const id = toTaskId(deviceIdOf("live", devId), fromPublicId("op", operation) ?? "");
        const { state, outcome, result } = await readTask(run.context, { id });
        const installs = run.fleet
          .ledgerOf(devId)
          .filter((entry) => entry.command === "Install" && entry.version === version);
        return [state, outcome, (result as { code: number }).code, installs.map(({ runs }) => runs)];
      }),
    );
    expect(ends).toEqual(ends.map(() => ["succeeded", "verified", 200, [1]]));
    expect(await findViolations(test.sql)).toEqual([]);
  },
);

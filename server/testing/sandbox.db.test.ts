import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { SCRIPTED_MODELS, writePackageHeader } from "../../simulator";
import { openDiskStore } from "../adapters/content-store";
import { type RestClient, type RestServer, startRestServer } from "../api/rest/testing/rest-server";
import { type Sandbox, startSandbox } from "../sandbox";
import { readyContent } from "../services/downloads/testing/ready-content";
import { type Realm, Scope } from "../services/principal";
import { TEST_MASTER_KEY } from "../services/testing/call-context";
import { type ServerGroup, startServerGroup } from "./server-group";
import { freePort } from "./server-process";
import { createTestDatabase, type TestDatabase } from "./test-database";

/** A phone, a router and a vehicle beside the scripted ones. */
const USUAL_DEVICES = 3;
const TASKS_SECONDS_MAX = 90;
const VERSION = "Release-7";
/** Longer than it takes to wake a device, so that its task is notified before it expires. */
const EXPIRES_MS = 8_000;
const ENDED = ["succeeded", "failed", "cancelled", "expired"];

let test: TestDatabase;
let servers: ServerGroup;
let rest: RestServer;
let liveDevices: Sandbox;
const clients = {} as Record<Realm, RestClient>;

beforeAll(async () => {
  test = await createTestDatabase();
  // Both would run the sandbox: one does.
  servers = await startServerGroup({
    databaseUrl: test.url,
    roles: ["device,worker", "worker"],
    settings: { SANDBOX: "1", SANDBOX_PORT: `${await freePort()}`, SANDBOX_DEVICES: `${USUAL_DEVICES}` },
  });
  rest = await startRestServer({ test });
  const { context } = rest;
  // The same devices once more as live ones, at the port of live devices.
  const options = { masterKey: TEST_MASTER_KEY, devices: USUAL_DEVICES, dmUrl: servers.dmUrl };
  liveDevices = await startSandbox({ ...options, context });
  for (const realm of ["live", "sandbox"] as const) clients[realm] = await rest.client(Scope.options, realm);
}, 120_000);
afterAll(async () => {
  await liveDevices?.stop();
  await rest?.close();
  await servers?.stop();
  await test?.close();
});

/** Starts an operation; answers its id. */
async function start(
  client: RestClient,
  kind: string,
  params: unknown,
  devices: readonly string[],
  over: object = {},
): Promise<string> {
  const answer = await client.post("/operations", { kind, params, target: { devices }, ...over });
  expect(answer.text && answer.status, answer.text).toBe(202);
  return answer.json.id;
}

/** The tasks of an operation by the model of their device, when all of them have ended. */
async function tasksOf(client: RestClient, operation: string) {
  const models = new Map<string, string>();
  for (const { id, model } of (await client.get("/devices?limit=100")).json.items) models.set(id, model);
  const deadline = Date.now() + TASKS_SECONDS_MAX * 1_000;
  for (;;) {
    const { items } = (await client.get(`/operations/${operation}/tasks?limit=100`)).json;
    const open = items.filter(({ state }: { state: string }) => !ENDED.includes(state));
    if (open.length === 0) {
      const entries = items.map((task: { deviceId: string }) => [models.get(task.deviceId), task]);
      // biome-ignore lint/suspicious/noExplicitAny: answers of the API, whatever their shape.
      return Object.fromEntries(entries) as Record<string, any>;
    }
    if (Date.now() > deadline) throw new Error(`Not all tasks ended: ${JSON.stringify(open)}`);
    await sleep(100);
  }
}

/** An answer without what is another in every run: ids, times, ports, counts of revisions; and without the mark. */
function normal(answer: unknown): unknown {
  const text = JSON.stringify(answer)
    .replace(/urn:dmwsi:(live|sandbox)/g, "MARK")
    .replace(/\b(dev|op|task|con|ses|xs|evt)_[0-9a-z]{26,52}/g, "$1_")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME")
    .replace(/127\.0\.0\.1:\d+/g, "HOST")
    .replace(/"correlator":"[0-9a-f]{16}-/g, '"correlator":"RUN-')
    .replace(/"(revision|attempt|nextAttemptAt|etag)":[^,}]+/g, '"$1":0');
  return JSON.parse(text);
}

/** What a system's feed told until `completed` operations were: by model or kind of operation, each in its order. */
async function eventsOf(realm: Realm, devices: readonly { id: string; model: string }[], completed: number) {
  const models = new Map(devices.map(({ id, model }) => [id, model]));
  const told: Record<string, object[]> = {};
  const deadline = Date.now() + TASKS_SECONDS_MAX * 1_000;
  let open = completed;
  for (let after = ""; open > 0; ) {
    if (Date.now() > deadline) throw new Error(`Not all is told: ${JSON.stringify(told)}`);
    const { items, next } = (await clients[realm].get(`/events?limit=100&wait=1${after}`)).json;
    after = `&after=${next}`;
    for (const { id: _id, sequence: _sequence, ...event } of items) {
      const of = models.get(event.data.deviceId) ?? event.data.kind;
      told[of] = [...(told[of] ?? []), event];
      if (event.type === "dmwsi.operation.completed.v1") open -= 1;
    }
  }
  return told;
}

/** The story of an integrator: look around, read from every model, update every model; what waits for a device that sleeps expires. */
async function story(realm: Realm) {
  const client = clients[realm];
  const { environment, scopes } = (await client.get("/me")).json;
  const devices = (await client.get("/devices?limit=100")).json.items as { id: string; devId: string; model: string }[];
  const all = devices.map(({ devId }) => devId).sort();
  const asleep = devices.filter(({ model }) => model === "SIM-ASLEEP").map(({ devId }) => devId);
  const awake = all.filter((devId) => !asleep.includes(devId));
  const get = { uris: ["./DevInfo/Mod"] };
  const expiresAt = new Date(Date.now() + EXPIRES_MS).toISOString();
  const waiting = await start(client, "parameter.get", get, asleep, { expiresAt });
  const read = await start(client, "parameter.get", get, awake);
  const readings = await tasksOf(client, read);
  const octets = Buffer.concat([writePackageHeader({ version: VERSION }), Buffer.alloc(20_000, "firmware")]);
  const store = await openDiskStore(servers.contentsDir);
  const content = await readyContent(test.sql, store, octets, { version: VERSION, realm });
  const phones = devices.filter(({ model }) => model.startsWith("SIM-") && model !== "SIM-ASLEEP");
  const params = { content: content.id, flow: "downloadAndUpdate", link: "package", timeouts: { verifySeconds: 4 } };
  const update = await start(
    client,
    "firmware.update",
    params,
    phones.map(({ devId }) => devId),
  );
  const updates = await tasksOf(client, update);
  const expired = await tasksOf(client, waiting);
  const refused = await client.post("/operations", { kind: "parameter.get", params: {}, target: { devices: all } });
  const events = await eventsOf(realm, devices, 3);
  return {
    ids: { device: devices[0]?.id, operation: read, content: content.id },
    environment,
    events,
    answers: {
      scopes,
      devices: all,
      readings,
      updates,
      expired,
      refused: [refused.status, refused.json.type],
    },
  };
}

it("the same story in both environments gets the same answers, and only the mark differs", {
  timeout: 240_000,
}, async () => {
  const [live, sandbox] = await Promise.all([story("live"), story("sandbox")]);
  expect([live.environment, sandbox.environment]).toEqual(["live", "sandbox"]);
  expect(normal(sandbox.answers)).toEqual(normal(live.answers));
  const marksOf = ({ events }: typeof live) => JSON.stringify(events).match(/urn:dmwsi:\w+/g) ?? [];
  expect(new Set(marksOf(live))).toEqual(new Set(["urn:dmwsi:live"]));
  expect(new Set(marksOf(sandbox))).toEqual(new Set(["urn:dmwsi:sandbox"]));
  expect(normal(sandbox.events)).toEqual(normal(live.events));
  for (const [model, { reading, update }] of Object.entries(SCRIPTED_MODELS)) {
    const { state } = sandbox.answers.readings[model] ?? sandbox.answers.expired[model];
    expect([model, state === "expired" ? "waits" : state]).toEqual([model, reading]);
    expect([model, sandbox.answers.updates[model]?.outcome ?? null]).toEqual([model, update]);
  }
  // What is of one environment is not there in the other, like what never was.
  for (const [by, { ids }] of [
    ["sandbox", live],
    ["live", sandbox],
  ] as const) {
    const client = clients[by];
    const missing = await client.get(`/devices/dev_${"0".repeat(26)}`);
    for (const path of [`/devices/${ids.device}`, `/operations/${ids.operation}`, `/contents/${ids.content}`]) {
      const answer = await client.get(path);
      expect([path, answer.status, answer.json.type]).toEqual([path, 404, missing.json.type]);
    }
  }
});

/** The processes that hold the sandbox's lock. */
const runners = () => test.sql`
  select pid from pg_locks join pg_stat_activity using (pid)
  where locktype = 'advisory' and granted and application_name = 'dmwsi lock sandbox' and datname = current_database()`;

it("the sandbox runs in one process, and in another when that one was killed, where its devices know their accounts", {
  timeout: 120_000,
}, async () => {
  const client = clients.sandbox;
  const [phone] = (await client.get("/devices?model=NM-210")).json.items as { id: string; devId: string }[];
  const sent = await start(client, "bootstrap.send", {}, [phone?.devId ?? ""]);
  expect((await tasksOf(client, sent))["NM-210"].state).toBe("succeeded");
  expect(await runners()).toHaveLength(1);
  await servers.kill(0);
  const read = await start(client, "parameter.get", { uris: ["./DevInfo/Mod"] }, [phone?.devId ?? ""]);
  expect((await tasksOf(client, read))["NM-210"]).toMatchObject({ state: "succeeded" });
  expect(await runners()).toHaveLength(1);
});

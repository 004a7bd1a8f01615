import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { builtInProfile, type Fleet, makeDevices, registrationOf, startFleet } from "../../simulator";
import { ask, type RestClient, type RestServer, startRestServer } from "../api/rest/testing/rest-server";
import { deviceIdOf, toPublicId } from "../ids";
import { createLog } from "../log";
import { listDeviceSessions, readSessionMessages } from "../services/device-sessions";
import { readWire } from "../services/device-sessions/wire";
import { projectEvents } from "../services/events/project-events";
import { Scope } from "../services/principal";
import { createUser } from "../services/users";
import { type DeviceEndpoint, openDeviceEndpoint } from "./device-endpoint";
import { allRows } from "./whole-rows";

const DEVICES = 6;
const PASSWORD = "canary-horse-battery-staple-7";
const SECONDS_MAX = 60;

let rest: RestServer;
let endpoint: DeviceEndpoint;
let client: RestClient;
let fleet: Fleet;
const log: string[] = [];
const answers: string[] = [];
/** Proofs and nonces that went over the wire: no secret by themselves, and masked for whoever reads a trace. */
const said = new Set<string>();

const devices = makeDevices({
  count: DEVICES,
  seed: "canary",
  profiles: [builtInProfile("phone"), builtInProfile("router"), builtInProfile("vehicle")],
  serverId: "dmwsi",
});

beforeAll(async () => {
  rest = await startRestServer();
  endpoint = await openDeviceEndpoint({
    log: createLog("debug", { write: (line) => void log.push(line) }),
    over: rest,
  });
  client = await rest.client(Scope.options);
  fleet = await startFleet({
    serverUrl: endpoint.dmUrl,
    devices,
    seed: "canary",
    polite: false,
    observe: (_devId, _direction, octets) => collectProofs(octets),
  });
});
afterAll(async () => {
  await fleet?.stop();
  await endpoint?.close();
  await rest?.close();
});

function collectProofs(octets: Uint8Array): void {
  const { message } = readWire(octets);
  const chals = message.commands.flatMap((command) => (command.name === "Status" ? [command.chal?.nextNonce] : []));
  for (const proof of [message.header.cred?.data, ...chals]) if (proof) said.add(proof);
}

/** A secret and what it is plainly hidden in. */
function formsOf(secret: string): string[] {
  const octets = Buffer.from(secret);
  return [secret, octets.toString("base64").replace(/=+$/, ""), octets.toString("base64url"), octets.toString("hex")];
}

/** What digests are made of is worth as much as the secret: B64(MD5(name:secret)). */
function credentialForms(name: string, secret: string): string[] {
  const digest = createHash("md5").update(`${name}:${secret}`).digest();
  return [...formsOf(secret), digest.toString("base64"), digest.toString("hex")];
}

async function runOperations(): Promise<void> {
  const registrations = devices.map((device) => registrationOf(device, fleet.wakeAddressOf(device.devId)));
  for (const [at, registration] of registrations.entries()) {
    answers.push((await client.post("/devices", registration, { "idempotency-key": `device-${at}` })).text);
  }
  const target = { devices: devices.map((device) => device.devId) };
  for (const [kind, params] of [
    ["parameter.get", { uris: ["./DevDetail/FwV", "./DevInfo/Man"] }],
    ["parameter.set", { values: [{ uri: "./DevInfo/Lang", value: "de-DE" }] }],
    ["device.discover", {}],
  ] as const) {
    answers.push(
      (await client.post("/operations", { kind, params, target, retry: { attempts: 5, backoff: "PT1S" } })).text,
    );
  }
  for (let second = 0; second < SECONDS_MAX; second += 1) {
    for (const { devId } of devices) fleet.call(devId);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    for (let round = 0; round < 50 && (await projectEvents(rest.test.sql)) > 0; round += 1);
    const [open] = await rest.test
      .sql`select count(*)::integer as count from tasks where state in ('queued', 'in_session')`;
    if (open?.["count"] === 0) return;
  }
  throw new Error(`Not all tasks ended: ${JSON.stringify(fleet.statistics())}`);
}

async function readTraces(): Promise<string[]> {
  const texts: string[] = [];
  for (const { devId } of devices) {
    const deviceId = toPublicId("dev", deviceIdOf("live", devId));
    const { items } = await listDeviceSessions(rest.context, { id: deviceId });
    for (const { id } of items) {
      const trace = await readSessionMessages(rest.context, { deviceId, sessionId: id });
      texts.push(JSON.stringify(trace));
    }
  }
  return texts;
}

async function readByApi(): Promise<void> {
  const paths = ["/devices?limit=100", "/operations?limit=100", "/me", "/openapi.json"];
  for (const { devId } of devices) {
    const id = toPublicId("dev", deviceIdOf("live", devId));
    paths.push(`/devices/${id}`, `/devices/${id}/tree?depth=32`, `/devices/${id}/tasks`);
  }
  for (const path of paths) answers.push((await client.get(path)).text);
  for (const body of ["{", JSON.stringify({ devId: devices[0]?.devId, colour: devices[0]?.client.secret })]) {
    answers.push((await client.post("/devices", body)).text);
  }
}

async function provokeLog(): Promise<void> {
  const { client: account, devId } = devices[0] ?? { client: { secret: "" }, devId: "" };
  await ask(`${endpoint.dmUrl}?s=${account.secret}`, { method: "POST", body: account.secret });
  await endpoint.wireOf({ devId, secret: account.secret }).signIn();
}

it("trust:secrets-nowhere: planted secrets stand in no table, log, trace, event or answer", async () => {
  const user = { email: "canary@carrier.example", name: "Canary", role: "agent", password: PASSWORD };
  await createUser(rest.context, user);
  await runOperations();
  await readByApi();
  await provokeLog();
  const traces = await readTraces();
  expect(traces.length).toBeGreaterThanOrEqual(DEVICES);
  expect(said.size).toBeGreaterThan(2 * DEVICES);
  const tables = await allRows(rest.test.sql);
  for (const table of ["devices", "device_credentials", "dm_messages", "events", "idempotency_keys", "audit_entries"]) {
    expect(Object.keys(tables)).toContain(table);
  }
  const places: Readonly<Record<string, string>> = {
    ...Object.fromEntries(Object.entries(tables).map(([table, rows]) => [`table ${table}`, rows.join("\n")])),
    log: log.join("\n"),
    traces: traces.join("\n"),
    answers: answers.join("\n"),
  };
  // The search finds what is there.
  for (const place of ["table devices", "traces", "answers"]) expect(places[place]).toContain(devices[0]?.devId);
  const secrets = [
    ...devices.flatMap(({ client: own, server }) => [
      credentialForms(own.name, own.secret),
      credentialForms(server.name, server.secret),
    ]),
    formsOf(client.clientSecret),
    formsOf(client.token),
    formsOf(PASSWORD),
  ];
  let clean = 0;
  for (const [at, forms] of secrets.entries()) {
    for (const [place, text] of Object.entries(places)) {
      const found = forms.filter((form) => text.includes(form));
      expect({ secret: at, place, found: found.length }).toEqual({ secret: at, place, found: 0 });
    }
    clean += 1;
  }
  expect([...said].filter((proof) => places["traces"]?.includes(proof))).toEqual([]);
  console.log(`secrets-nowhere ${clean}/${2 * DEVICES + 3} in ${Object.keys(places).length} places`);
}, 120_000);

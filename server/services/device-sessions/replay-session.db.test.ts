import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  builtInProfile,
  type Fleet,
  type FleetDevice,
  makeDevices,
  registrationOf,
  startFleet,
} from "../../../simulator";
import { deviceIdOf, toPublicId, toTaskId } from "../../ids";
import { type DeviceEndpoint, openDeviceEndpoint } from "../../testing/device-endpoint";
import { registerDevice } from "../devices";
import { startOperation } from "../operations";
import { listDeviceSessions } from "./list-device-sessions";
import { readSessionMessages } from "./read-session-messages";
import { readTaskTrace } from "./read-task-trace";
import { recordSession } from "./record-session";
import { readRecordedSession } from "./recorded-session";
import { replaySession } from "./replay-session";

const EXT = "./DMAcc/Carrier/Ext";
const SECRET_LEAF = "./DMAcc/Carrier/AppAuth/Client/AAuthSecret";
const PLANTED = "planted-canary-for-replay";
const LOOK_MS = 50;
const WAIT_SECONDS_MAX = 60;

/** Each kind that sends commands, with what devices take, what they refuse, secrets, groups, large objects and questions. */
const OPERATIONS: readonly (readonly [string, unknown])[] = [
  ["device.discover", { nodesMax: 60 }],
  ["parameter.get", { uris: ["./DevDetail/FwV", "./DevInfo/Lang?prop=ACL", "./DevInfo/None"] }],
  ["parameter.set", { values: [{ uri: "./DevInfo/Lang", value: "de-DE" }] }],
  [
    "parameter.set",
    {
      values: [
        { uri: "./DevInfo/Lang", value: "fr" },
        { uri: "./DevDetail/FwV", value: "9" },
      ],
      atomic: true,
    },
  ],
  [
    "parameter.add",
    {
      nodes: [
        { uri: `${EXT}/New`, format: "node" },
        { uri: `${EXT}/New/Leaf`, value: "1" },
      ],
    },
  ],
  ["parameter.add", { uri: EXT, tnds: tndsOf("Tree") }],
  ["parameter.copy", { copies: [{ from: "./DevInfo/Lang", to: `${EXT}/New/Copy` }] }],
  ["parameter.delete", { uris: [`${EXT}/Tree`, `${EXT}/None`] }],
  ["node.execute", { uri: "./Actions/Diagnose", wait: { withinSeconds: 60 } }],
  [
    "script.run",
    {
      commands: [
        { command: "Replace", uri: SECRET_LEAF, value: PLANTED },
        {
          command: "Sequence",
          commands: [
            { command: "Get", uri: "./DevInfo/Mod" },
            { command: "Delete", uri: `${EXT}/No` },
          ],
        },
        { command: "Add", uri: `${EXT}/Large`, value: "large ".repeat(8_000) },
        { command: "Get", uri: `${EXT}/Large` },
        { command: "Alert", question: { kind: "enter", text: "Your name?" } },
        {
          command: "Alert",
          question: { kind: "choose_several", text: "Which?", choices: ["a", "b"], default: [1, 2] },
        },
      ],
      onRefusal: "continue",
    },
  ],
];

function tndsOf(name: string): string {
  return `<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Node><NodeName>${name}</NodeName>
    <RTProperties><Format><node/></Format><Type><DDFName/></Type></RTProperties></Node></MgmtTree>`;
}

let endpoint: DeviceEndpoint;
let fleet: Fleet;
let devices: readonly FleetDevice[];

beforeAll(async () => {
  endpoint = await openDeviceEndpoint();
  const profiles = [builtInProfile("phone"), builtInProfile("router"), builtInProfile("vehicle")];
  const made = makeDevices({ count: 9, seed: "replay", profiles, serverId: "dmwsi" });
  // Some prove themselves in clear, and want the server to.
  devices = made.map((device, index) =>
    index < 6
      ? device
      : { ...device, client: { ...device.client, scheme: "basic" }, server: { ...device.server, scheme: "basic" } },
  );
  fleet = await startFleet({ serverUrl: endpoint.dmUrl, devices, seed: "replay", polite: true });
  for (const device of devices)
    await registerDevice(endpoint.context, registrationOf(device, fleet.wakeAddressOf(device.devId)));
  for (const [kind, params] of OPERATIONS) {
    await startOperation(endpoint.context, { kind, params, target: { devices: devices.map(({ devId }) => devId) } });
  }
  await untilAllEnded();
}, 120_000);
afterAll(async () => {
  await fleet?.stop();
  await endpoint?.close();
});

async function untilAllEnded(): Promise<void> {
  const deadline = Date.now() + WAIT_SECONDS_MAX * 1_000;
  for (let look = 0; Date.now() < deadline; look += 1) {
    // Nobody wakes them here.
    if (look % 20 === 0) for (const { devId } of devices) fleet.call(devId);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const [row] = await endpoint.test.sql`
      select (select count(*) from tasks where ended_at is null)::integer as tasks,
        (select count(*) from device_live where session_key is not null)::integer as sessions`;
    if (row?.["tasks"] === 0 && row?.["sessions"] === 0) return;
  }
  const left = await endpoint.test.sql`
    select o.kind, t.state, count(*)::integer from tasks t join operations o using (operation_id) where t.ended_at is null group by 1, 2`;
  throw new Error(`Not all tasks ended: ${JSON.stringify(left)}`);
}

async function recordings(): Promise<
  readonly { readonly text: string; readonly sessionId: string; readonly deviceId: string }[]
> {
  const all = [];
  for (const { devId } of devices) {
    const deviceId = toPublicId("dev", deviceIdOf("live", devId));
    const { items } = await listDeviceSessions(endpoint.context, { id: deviceId });
    for (const { id: sessionId } of items) {
      const { text } = await recordSession(endpoint.context, { deviceId, sessionId });
      all.push({ text, sessionId, deviceId });
    }
  }
  return all;
}

describe("recorded sessions of simulated devices of three models, in both encodings", () => {
  it("run again with the same answers, every one, and show no secret", async () => {
    const all = await recordings();
    const kinds = new Set<string>();
    let same = 0;
    let exchanges = 0;
    for (const { text, sessionId } of all) {
      const recorded = readRecordedSession(Buffer.from(text));
      for (const { kind } of recorded.work ?? []) kinds.add(kind);
      const verdict = replaySession(recorded);
      expect(verdict.difference, `session ${sessionId}`).toBeNull();
      expect(verdict.exchanges).toBe(recorded.messages.length / 2);
      for (const { body } of recorded.messages) expect(Buffer.from(body).toString("latin1")).not.toContain(PLANTED);
      expect(text).not.toContain(PLANTED);
      exchanges += verdict.exchanges;
      same += 1;
    }
    expect([...kinds].sort()).toEqual([...new Set(OPERATIONS.map(([kind]) => kind))].sort());
    expect(same).toBeGreaterThan(devices.length);
    console.log(`session-replay ${same}/${all.length} sessions, ${exchanges} answers`);
  }, 60_000);

  it("are found to differ where a value, a command or an answer was changed", async () => {
    const [longest] = [...(await recordings())].sort((one, other) => other.text.length - one.text.length);
    const lines = (longest?.text ?? "").trimEnd().split("\n");
    const doctored = (at: number, from: string, to: string): string =>
      lines.map((line, index) => (index === at ? doctoredLine(line, from, to) : line)).join("\n");
    const recorded = readRecordedSession(Buffer.from(lines.join("\n")));
    const place = (text: string, direction: "device" | "server"): number =>
      1 +
      recorded.messages.findIndex(
        (message) => message.direction === direction && Buffer.from(message.body).includes(text),
      );
    const at = place("./DevDetail/FwV", "server");
    expect(at).toBeGreaterThan(0);
    const text = doctored(at, "./DevDetail/FwV", "./DevDetail/FwX");
    const { difference } = replaySession(readRecordedSession(Buffer.from(text)));
    expect(difference).toMatchObject({ exchange: Math.ceil(at / 2) });
    // A session that is told less work than it did.
    const { work, ...facts } = JSON.parse(lines[0] ?? "");
    const lessWork = [JSON.stringify({ ...facts, work: work.slice(1) }), ...lines.slice(1)].join("\n");
    expect(replaySession(readRecordedSession(Buffer.from(lessWork))).difference).not.toBeNull();
  });

  it("have each command linked to the task, the operation and the caller that it went out for", async () => {
    const { sql } = endpoint.test;
    let links = 0;
    for (const { sessionId, deviceId } of await recordings()) {
      const { items } = await readSessionMessages(endpoint.context, { deviceId, sessionId });
      for (const message of items) {
        for (const link of message.commands) {
          expect(link.createdBy).toEqual({ kind: "internal", id: "internal", name: "DMWSI" });
          expect(message.xml).toContain(`<CmdID>${link.cmdId}</CmdID>`);
          links += 1;
        }
        const commandsOut =
          message.direction === "server"
            ? message.xml.match(/<(Get|Add|Replace|Delete|Copy|Exec|Sequence|Atomic)>|<Data>110[0-4]</g)
            : [];
        if (message.direction === "server") expect(message.commands).toHaveLength(commandsOut?.length ?? 0);
      }
    }
    const [{ count } = { count: 0 }] = await sql<{ count: number }[]>`select count(*)::integer as count from tasks`;
    expect(links).toBeGreaterThan(2 * count);
  });

  it("give each task the messages that carried its commands and brought the answers", async () => {
    const tasks = await endpoint.test.sql<{ device_id: string; operation_id: string }[]>`
      select device_id, operation_id from tasks`;
    for (const { device_id: deviceId, operation_id: operationId } of tasks) {
      const id = toTaskId(deviceId, operationId);
      const { items } = await readTaskTrace(endpoint.context, { id });
      const of = (direction: string) =>
        items.filter(
          (message) => message.direction === direction && message.commands.some(({ taskId }) => taskId === id),
        );
      expect(of("server").length).toBeGreaterThan(0);
      expect(of("device").length).toBeGreaterThan(0);
    }
  });
});

function doctoredLine(line: string, from: string, to: string): string {
  const message = JSON.parse(line);
  const body = Buffer.from(message.body, "base64").toString("latin1").replace(from, to);
  return JSON.stringify({ ...message, body: Buffer.from(body, "latin1").toString("base64") });
}

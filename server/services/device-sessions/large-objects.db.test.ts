import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromPublicId, toTaskId } from "../../ids";
import { type SyncmlMessage, writeTnds } from "../../oma-dm";
import { findViolations } from "../../testing/invariants";
import { readTask, startOperation } from "../operations";
import { openSessionBed, type SessionBed } from "./testing/session-bed";
import { commandsOf, headerStatus } from "./testing/wire-device";

const PART_OCTETS = 60_000;
let bed: SessionBed;

beforeAll(async () => {
  bed = await openSessionBed();
});
afterAll(async () => {
  expect(await findViolations(bed.test.sql)).toEqual([]);
  await bed.close();
});

/** A device that is asked for nodes, signed in, with what it was asked. */
async function asked(uris: readonly string[] = ["./Log"], kind = "parameter.get", params: unknown = { uris }) {
  const { devId, deviceId, wire } = await bed.newDevice();
  const target = { devices: [devId] };
  const operation = await startOperation(bed.context, { kind, params, target });
  const device = wire();
  await device.signIn();
  const message = await device.signIn();
  expect(commandsOf(message)).toEqual(uris.map((uri) => `Get ${uri}`));
  const task = () => readTask(bed.context, { id: toTaskId(deviceId, fromPublicId("op", operation.id) ?? "") });
  return { device, deviceId, message, task };
}

type Commands = SyncmlMessage["commands"];

/** The Results with one part of the value; the last part carries no MoreData. `of`: which Get it answers. */
function partOf(to: SyncmlMessage, value: string, n: number, of = 0): Commands {
  const get = to.commands.filter((command) => command.name === "Get")[of];
  const uri = get?.name === "Get" ? (get.items[0]?.target?.locUri ?? "") : "";
  const data = value.slice(n * PART_OCTETS, (n + 1) * PART_OCTETS);
  const moreData = (n + 1) * PART_OCTETS < value.length;
  const meta = { format: "chr", ...(n === 0 && { size: value.length }) };
  const item = { source: { locUri: uri }, meta, data, ...(moreData && { moreData }) };
  const refs = { msgRef: to.header.msgId, cmdRef: get?.cmdId ?? "" };
  const status = { name: "Status" as const, cmdId: "1", cmd: "Get", targetRefs: [], sourceRefs: [], items: [] };
  const results = { name: "Results" as const, cmdId: "2", ...refs, items: [item] };
  return n === 0 ? [{ ...status, ...refs, data: 200 }, results] : [results];
}

function statuses(message: SyncmlMessage): number[] {
  return message.commands.flatMap((command) => (command.name === "Status" ? [command.data] : []));
}

const keptParts = async (deviceId: string): Promise<number> => {
  const rows = await bed.test.sql`select n from object_parts where device_id = ${deviceId}`;
  return rows.length;
};

describe("a large object of a device", () => {
  it("is joined, whatever process takes its parts, and nothing of it is left behind", async () => {
    const { device, deviceId, message, task } = await asked();
    const value = Array.from({ length: 20_000 }, (_, at) => `line ${at}`).join("\n");
    const parts = Math.ceil(value.length / PART_OCTETS);
    expect(parts).toBeGreaterThan(3);
    for (let n = 0; n < parts; n += 1) {
      device.movesTo(bed.newHandler());
      const reply = await device.send(partOf(message, value, n), { final: n === parts - 1 });
      expect(statuses(reply)).toEqual(n < parts - 1 ? [200, 213] : [200]);
      expect(await keptParts(deviceId)).toBe(n < parts - 1 ? n + 1 : 0);
    }
    expect(await task()).toMatchObject({
      state: "succeeded",
      result: { values: [{ uri: "./Log", status: 200, value }] },
    });
    const [node] = await bed.test.sql`select value from device_nodes where device_id = ${deviceId} and uri = './Log'`;
    expect(node?.["value"]).toBe(value);
  });

  it("is a tree, and kept node by node, where it is a serialised one in WBXML", async () => {
    const uri = "./A?list=TNDS";
    const { device, deviceId, message, task } = await asked([uri], "script.run", {
      commands: [{ command: "Get", uri }],
    });
    const octets = writeTnds(
      [
        { uri: "./A", format: "node", type: null, value: null },
        { uri: "./A/Port", format: "int", type: "text/plain", value: "993" },
      ],
      "wbxml",
    );
    const meta = { format: "xml", type: "application/vnd.syncml.dmtnds+wbxml" };
    const [first, last] = partOf(message, "", 0);
    if (!first || last?.name !== "Results") throw new Error("no Status or no Results");
    const item = { source: { locUri: uri }, meta: { ...meta, size: octets.length } };
    const begin = { ...last, items: [{ ...item, data: octets.subarray(0, 40), moreData: true }] };
    expect(statuses(await device.send([first, begin], { final: false }))).toEqual([200, 213]);
    await device.send([{ ...last, items: [{ ...item, meta, data: octets.subarray(40) }] }]);
    expect(await task()).toMatchObject({ state: "succeeded" });
    const rows = await bed.test.sql`select uri, value from device_nodes
      where device_id = ${deviceId} and uri like './A%' order by uri`;
    expect([...rows]).toEqual([
      { uri: "./A", value: "Port" },
      { uri: "./A/Port", value: "993" },
    ]);
    expect(await keptParts(deviceId)).toBe(0);
  });

  it("is forgotten when its sum is wrong, when it is given up, and when the device begins another session", async () => {
    const wrong = await asked();
    const value = "x".repeat(3 * PART_OCTETS);
    await wrong.device.send(partOf(wrong.message, value, 0), { final: false });
    const last = await wrong.device.send(partOf(wrong.message, value, 2), { final: true });
    expect(statuses(last)).toEqual([200, 424]);
    expect(await keptParts(wrong.deviceId)).toBe(0);
    expect(await wrong.task()).toMatchObject({ state: "failed", steps: [{ command: "Get", status: 424 }] });

    const broken = await asked();
    await broken.device.send(partOf(broken.message, value, 0), { final: false });
    expect(await keptParts(broken.deviceId)).toBe(1);
    await broken.device.send([{ name: "Alert", cmdId: "1", data: "1223", items: [] }], { final: true });
    expect(await keptParts(broken.deviceId)).toBe(0);

    const left = await asked();
    await left.device.send(partOf(left.message, value, 0), { final: false });
    left.device.hangUp();
    await left.device.signIn();
    expect(await keptParts(left.deviceId)).toBe(0);
    expect(await left.task()).toMatchObject({ state: "in_session" });
  });

  it("is answered the same when one of its messages is repeated, and taken once", async () => {
    const { device, message, task } = await asked();
    const value = "y".repeat(2 * PART_OCTETS);
    await device.send(partOf(message, value, 0), { final: false });
    const again = await device.post(device.lastOctets);
    expect(again.status).toBe(200);
    await device.send(partOf(message, value, 1), { final: true });
    const twice = await device.post(device.lastOctets);
    expect(twice.status).toBe(200);
    expect(await task()).toMatchObject({ state: "succeeded", result: { values: [{ value }] } });
  });

  it("goes on where it was when its device, which does not look at RespURI, is challenged in the middle of it", async () => {
    const { device, deviceId, message, task } = await asked();
    const value = "z".repeat(3 * PART_OCTETS);
    const url = "/dm";
    for (let n = 0; n < 3; n += 1) {
      const final = n === 2;
      const refused = await device.send(partOf(message, value, n), { final, url });
      expect([headerStatus(refused), await keptParts(deviceId)]).toEqual([407, n]);
      const taken = await device.send(partOf(message, value, n), { final, url, digest: device.digest() });
      expect(statuses(taken)).toEqual(final ? [200] : [200, 213]);
    }
    expect(await task()).toMatchObject({ state: "succeeded", attempt: 1, result: { values: [{ value }] } });
    expect(await keptParts(deviceId)).toBe(0);
  });

  it("is joined when it begins in the message that another one ends in", async () => {
    const { device, deviceId, message, task } = await asked(["./Log", "./Trace"]);
    const log = "l".repeat(PART_OCTETS + 372);
    const trace = "t".repeat(PART_OCTETS + 372);
    const both = [...partOf(message, log, 1), ...partOf(message, trace, 0, 1).slice(1)];
    await device.send(partOf(message, log, 0), { final: false });
    const reply = await device.send(
      both.map((command, at) => ({ ...command, cmdId: String(at + 1) })),
      { final: false },
    );
    expect(statuses(reply)).toEqual([200, 213]);
    await device.send(partOf(message, trace, 1, 1), { final: true });
    expect(await task()).toMatchObject({ result: { values: [{ value: log }, { value: trace }] } });
    expect(await keptParts(deviceId)).toBe(0);
  });
});

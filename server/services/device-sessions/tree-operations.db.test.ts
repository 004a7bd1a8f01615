import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommands } from "../../../simulator/command-runner";
import { DeviceTree } from "../../../simulator/device-tree";
import { builtInProfile } from "../../../simulator/profile";
import { runnerContext } from "../../../simulator/testing/runner-context";
import { fromPublicId, toTaskId } from "../../ids";
import type { SyncmlMessage } from "../../oma-dm";
import { exportTree, readTree } from "../devices";
import { readTask, startOperation } from "../operations";
import { type BedDevice, openSessionBed, type SessionBed } from "./testing/session-bed";
import { commandsOf, headerStatus, type WireDevice } from "./testing/wire-device";

/** The phone knows no ?list=. */
const LISTLESS = new Set(["listUnsupported406"] as const);
const SERVER = "carrier-dm";
const EXT = "./DMAcc/Carrier/Ext";
const MESSAGES_MAX = 30;

let bed: SessionBed;
let device: BedDevice;
let wire: WireDevice;
let tree: DeviceTree;
let sessions = 0;

beforeAll(async () => {
  bed = await openSessionBed();
  device = await bed.newDevice({ server: { type: "none", name: SERVER } });
  wire = device.wire();
  tree = new DeviceTree(builtInProfile("phone"), { devId: device.devId, serverId: SERVER, serial: "S1" });
});
afterAll(() => bed.close());

/** What a simulated phone answers to a message of the server. */
function answersTo(message: SyncmlMessage): SyncmlMessage["commands"] {
  const msgRef = message.header.msgId;
  const runner = runnerContext({ tree, user: "none", serverId: SERVER, quirks: LISTLESS, msgRef });
  const header = { name: "Status", msgRef, cmdRef: "0", cmd: "SyncHdr", targetRefs: [], sourceRefs: [] } as const;
  const replies = runCommands(runner, message.commands);
  return [{ ...header, data: 200, items: [] }, ...replies].map((reply, index) => ({ ...reply, cmdId: `${index + 1}` }));
}

/** Lets the phone come and do what is wanted of it; the task afterwards. */
async function run(kind: string, params: unknown) {
  const { id } = await startOperation(bed.context, { kind, params, target: { devices: [device.devId] } });
  sessions += 1;
  wire.hangUp();
  const sessionId = String(sessions);
  let message = await wire.signIn({ sessionId });
  if (headerStatus(message) !== 212) message = await wire.signIn({ sessionId });
  for (let count = 0; commandsOf(message).length > 0 || hasGroup(message); count += 1) {
    if (count === MESSAGES_MAX) throw new Error("The session does not end.");
    message = await wire.send(answersTo(message), { sessionId });
  }
  return readTask(bed.context, { id: toTaskId(device.deviceId, fromPublicId("op", id) ?? "") });
}

function hasGroup(message: SyncmlMessage): boolean {
  return message.commands.some(({ name }) => name === "Atomic" || name === "Sequence");
}

async function known(uri: string, depth = 5) {
  const { items } = await readTree(bed.context, { id: device.id, uri, depth });
  return items.map((node) => [node.uri.slice(uri.length), node.value, node.acl]);
}

const apn = `<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Node><NodeName>Apn</NodeName>
  <RTProperties><Format><node/></Format><Type><DDFName/></Type></RTProperties>
  <Node><NodeName>Name</NodeName><RTProperties><Format><chr/></Format><Type><MIME>text/plain</MIME></Type></RTProperties><Value>a&amp;b</Value></Node>
  <Node><NodeName>Port</NodeName><RTProperties><Format><int/></Format><Type><MIME>text/plain</MIME></Type></RTProperties><Value>80</Value></Node>
</Node></MgmtTree>`;

/** One story: each step finds the tree as the one before left it. */
describe("operations on the tree of a simulated phone, over the wire", () => {
  it("adds a tree node by node where the phone takes none in one command, and knows it afterwards", async () => {
    const task = await run("parameter.add", { uri: EXT, tnds: apn });
    expect(task).toMatchObject({ state: "succeeded", outcome: "verified", result: { treeStatus: 418 } });
    expect(await known(`${EXT}/Apn`)).toEqual([
      ["", null, null],
      ["/Name", "a&b", null],
      ["/Port", "80", null],
    ]);
  });

  it("writes an access list and keeps it beside its node", async () => {
    const acl = "Add=*&Delete=*&Get=*&Replace=*";
    const task = await run("parameter.set", { values: [{ uri: `${EXT}/Apn?prop=ACL`, value: acl }] });
    expect(task).toMatchObject({ state: "succeeded", outcome: "verified" });
    expect(await known(`${EXT}/Apn`, 0)).toEqual([["", null, acl]]);
    const rows = await bed.test.sql`select uri from device_nodes where uri like '%?%'`;
    expect(rows).toEqual([]);
    const { tnds } = await exportTree(bed.context, { id: device.id, uri: `${EXT}/Apn` });
    expect(tnds).toContain("<ACL>Add=*&amp;Delete=*&amp;Get=*&amp;Replace=*</ACL>");
  });

  it("sets values all or none on a phone that knows no Atomic: what was done is taken back", async () => {
    const values = [
      { uri: `${EXT}/Apn/Name`, value: "new" },
      { uri: "./DevDetail/FwV", value: "9" },
    ];
    const task = await run("parameter.set", { values, atomic: true });
    expect(task).toMatchObject({
      state: "failed",
      outcome: "refused",
      result: {
        atomic: { by: "server", status: 406 },
        values: [
          { status: 200, after: "a&b", undone: "server" },
          { status: 405, undone: null },
        ],
      },
    });
    expect(tree.ownValue(`${EXT}/Apn/Name`)).toBe("a&b");
  });

  it("writes octets that could be read as text, reads them back as they are, and can take them back", async () => {
    const blob = (text: string) => ({ uri: `${EXT}/Blob`, value: Buffer.from(text).toString("base64"), format: "bin" });
    const added = await run("parameter.add", { nodes: [blob("abcd")] });
    expect(added).toMatchObject({ state: "succeeded", outcome: "verified" });
    const set = await run("parameter.set", { values: [blob("efgh")] });
    expect(set).toMatchObject({ state: "succeeded", outcome: "verified" });
    const refused = { uri: "./DevDetail/FwV", value: "9" };
    const { uri, value } = blob("ijkl");
    await run("parameter.set", { values: [{ uri, value }, refused], atomic: true });
    expect(tree.ownValue(uri)).toBe(blob("efgh").value);
  });

  it("copies by reading and adding, or by the phone's own Copy", async () => {
    const copies = [{ from: `${EXT}/Apn/Name`, to: `${EXT}/Apn/Copy` }];
    expect(await run("parameter.copy", { copies })).toMatchObject({ state: "succeeded", outcome: "verified" });
    expect(tree.ownValue(`${EXT}/Apn/Copy`)).toBe("a&b");
  });

  it("deletes a subtree, proves it, and forgets it", async () => {
    const task = await run("parameter.delete", { uris: [`${EXT}/Apn`] });
    expect(task).toMatchObject({ state: "succeeded", outcome: "verified", result: { values: [{ gone: true }] } });
    expect(await known(`${EXT}/Apn`)).toEqual([]);
    const rows = await bed.test.sql`select uri from device_nodes where starts_with(uri, ${`${EXT}/Apn`})`;
    expect(rows).toEqual([]);
  });

  it("runs a script and gives each command its answer", async () => {
    const commands = [
      { command: "Sequence", commands: [{ command: "Add", uri: `${EXT}/S`, value: "1" }] },
      { command: "Replace", uri: `${EXT}/S`, value: "2" },
      { command: "Get", uri: `${EXT}/S` },
      { command: "Get", uri: `${EXT}/S?list=TNDS` },
    ];
    const task = await run("script.run", { commands });
    expect(task.result).toMatchObject({
      steps: [{ status: 200 }, { status: 200 }, { status: 200 }, { nodes: [{ value: "2" }] }, { status: 406 }],
    });
    expect(task).toMatchObject({ state: "failed", outcome: "refused" });
  });
});

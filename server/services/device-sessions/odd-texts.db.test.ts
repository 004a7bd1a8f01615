import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromPublicId, toTaskId } from "../../ids";
import { TNDS_TYPE } from "../../oma-dm";
import { readTask, startOperation } from "../operations";
import { openSessionBed, type SessionBed } from "./testing/session-bed";
import { headerStatus } from "./testing/wire-device";
import { writeWire } from "./wire";

let bed: SessionBed;
beforeAll(async () => {
  bed = await openSessionBed();
});
afterAll(() => bed.close());

/** A device's words of which the last character that is kept takes two of the places that are counted. */
const wordsOf = (length: number) => `${"x".repeat(length - 1)}😀 and more`;

describe("what a device says is kept up to its last whole character, and the device is answered", () => {
  it("of its model", async () => {
    const device = await bed.newDevice();
    const wire = device.wire();
    wire.model = wordsOf(128);
    await wire.signIn();
    expect(headerStatus(await wire.signIn())).toBe(212);
    const [row] = await bed.test.sql`select model from devices where device_id = ${device.deviceId}`;
    expect(row).toEqual({ model: "x".repeat(127) });
  });

  it("of what came of an Exec", async () => {
    const device = await bed.newDevice();
    const uri = "./Actions/Diagnose";
    const target = { devices: [device.devId] };
    const { id } = await startOperation(bed.context, { kind: "node.execute", params: { uri }, target });
    const wire = device.wire();
    await wire.signIn();
    const asked = await wire.signIn();
    const data = `500 ${wordsOf(96)}`;
    await wire.send([
      ...wire.answersTo(asked, () => ({ status: 202 })),
      { name: "Alert", cmdId: "9", data: "1226", items: [{ source: { locUri: uri }, data }] },
    ]);
    const task = await readTask(bed.context, { id: toTaskId(device.deviceId, fromPublicId("op", id) ?? "") });
    expect(task).toMatchObject({ state: "failed", reason: { text: expect.stringContaining("xxx.") } });
  });
});

/** Clients in C leave a NUL behind their words, also in a tree that they send as elements. */
it("a tree whose words have NULs behind them is kept without, and the device is answered", async () => {
  const device = await bed.newDevice();
  const uri = "./Vendor/Log";
  const params = { uris: [uri] };
  const target = { devices: [device.devId] };
  const { id } = await startOperation(bed.context, { kind: "parameter.get", params, target });
  const wire = device.wire({ encoding: "xml" });
  await wire.signIn();
  const asked = await wire.signIn();
  const tree = `<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Node><NodeName>Log\0</NodeName>
    <Value>seen\0</Value></Node></MgmtTree>`;
  const { msgId, sessionId } = asked.header;
  const octets = writeWire(
    {
      header: { ...asked.header, msgId: "3", sessionId, target: asked.header.source, source: { locUri: device.devId } },
      commands: wire
        .answersTo(asked, () => ({ status: 200, value: "TREE" }))
        .map((command) =>
          command.name === "Results"
            ? {
                ...command,
                msgRef: msgId,
                items: [{ source: { locUri: uri }, meta: { type: TNDS_TYPE }, data: "TREE" }],
              }
            : command,
        ),
      final: true,
    },
    "xml",
  );
  const response = await wire.post(Buffer.from(Buffer.from(octets).toString().replace("TREE", tree)));
  expect(response.status).toBe(200);
  const task = await readTask(bed.context, { id: toTaskId(device.deviceId, fromPublicId("op", id) ?? "") });
  expect(task).toMatchObject({ state: "succeeded" });
  expect(JSON.stringify(task.result)).toContain("<Value>seen</Value>");
});

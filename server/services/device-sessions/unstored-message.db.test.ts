import { afterAll, beforeAll, expect, it } from "vitest";
import { fromPublicId, toTaskId } from "../../ids";
import { readTask, startOperation } from "../operations";
import { createDeviceStore, type DeviceStore } from "./device-store";
import { createDeviceMessageHandler } from "./handle-message";
import { BED_DM_URL, openSessionBed, type SessionBed } from "./testing/session-bed";
import { readWire } from "./wire";

let bed: SessionBed;
beforeAll(async () => {
  bed = await openSessionBed();
});
afterAll(() => bed.close());

type Save = DeviceStore["save"];

/** A process whose storing of messages is `saveAs`, which is given how it is done. */
function handlerThatSaves(saveAs: (message: Parameters<Save>[0], save: Save) => ReturnType<Save>) {
  const store = createDeviceStore(bed.test.sql);
  return createDeviceMessageHandler({
    store: { ...store, pending: 0, save: (message) => saveAs(message, store.save) },
    database: bed.test.database,
    sealer: bed.context.sealer,
    dmUrl: BED_DM_URL,
    protectedLeg: true,
    observe: () => {},
  });
}

it("a message that could not be stored counts once, and wholly, when the device repeats it on its connection", async () => {
  const device = await bed.newDevice();
  const question = { kind: "enter", text: "Your name?" };
  const { id } = await startOperation(bed.context, {
    kind: "script.run",
    params: {
      commands: [
        { command: "Alert", question },
        { command: "Get", uri: "./A" },
      ],
    },
    target: { devices: [device.devId] },
  });
  let isFaulty = false;
  const handler = handlerThatSaves((message, save) =>
    isFaulty ? Promise.reject(new Error("no database")) : save(message),
  );
  const wire = device.wire();
  wire.movesTo(handler);
  await wire.signIn();
  const asked = await wire.signIn();
  const alert = asked.commands.find(({ name }) => name === "Alert");
  const refs = { msgRef: asked.header.msgId, targetRefs: [], sourceRefs: [] };
  isFaulty = true;
  await expect(
    wire.send([
      { ...refs, name: "Status", cmdId: "1", cmdRef: "0", cmd: "SyncHdr", data: 200, items: [] },
      {
        ...refs,
        name: "Status",
        cmdId: "2",
        cmdRef: alert?.cmdId ?? "",
        cmd: "Alert",
        data: 200,
        items: [{ data: "Ann" }],
      },
    ]),
  ).rejects.toThrow("no database");
  isFaulty = false;
  const response = await wire.post(wire.lastOctets);
  expect(response.status).toBe(200);
  const { message } = readWire(response.octets);
  wire.movesTo(bed.newHandler());
  await wire.send(wire.answersTo(message, () => ({ status: 200, value: "1" })));
  const task = await readTask(bed.context, { id: toTaskId(device.deviceId, fromPublicId("op", id) ?? "") });
  expect(task.state).toBe("succeeded");
  expect(JSON.stringify(task.result)).toContain("Ann");
});

it.each([
  ["just before", false],
  ["just behind", true],
])(
  "a collision is told once though the process ends %s the storing of the message that shows it",
  async (_, isStored) => {
    const device = await bed.newDevice();
    let ends = false;
    const handler = handlerThatSaves(async (message, save) => {
      if (ends && !isStored) throw new Error("ended");
      const saved = await save(message);
      if (ends) throw new Error("ended");
      return saved;
    });
    const wire = device.wire();
    wire.movesTo(handler);
    await wire.signIn();
    await wire.signIn();
    wire.hangUp();
    wire.model = "R6";
    ends = true;
    await expect(wire.signIn({ sessionId: "2" })).rejects.toThrow("ended");
    wire.movesTo(bed.newHandler());
    expect((await wire.post(wire.lastOctets, "/dm")).status).toBe(200);
    const told = await bed.test.sql`
    select data from outbox where device_id = ${device.deviceId} and type = 'dmwsi.device.collision.v1'`;
    expect(told.map(({ data }) => data)).toEqual([{ evidence: "identity_changed", held: false }]);
  },
);

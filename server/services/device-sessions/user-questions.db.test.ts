import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromPublicId, toTaskId } from "../../ids";
import { findViolations } from "../../testing/invariants";
import { readTask, startOperation } from "../operations";
import { openSessionBed, type SessionBed } from "./testing/session-bed";
import type { WireDevice } from "./testing/wire-device";

type Message = Awaited<ReturnType<WireDevice["signIn"]>>;

let bed: SessionBed;
beforeAll(async () => {
  bed = await openSessionBed();
});
afterAll(async () => {
  expect(await findViolations(bed.test.sql)).toEqual([]);
  await bed.close();
});

const CONFIRM = {
  command: "Alert",
  question: { kind: "confirm", text: "Restart now?", maxSeconds: 30, default: false },
};
const CHOOSE = { command: "Alert", question: { kind: "choose", text: "Which?", choices: ["home", "office"] } };
const EXEC = { command: "Exec", uri: "./Actions/Reboot" };

/** A device in the session that a script began, and its task. */
async function scripted(params: object) {
  const device = await bed.newDevice();
  const wire = device.wire();
  await wire.signIn();
  const target = { devices: [device.devId] };
  const operation = await startOperation(bed.context, { kind: "script.run", params, target });
  const id = toTaskId(device.deviceId, fromPublicId("op", operation.id) ?? "");
  return { wire, first: await wire.signIn(), task: () => readTask(bed.context, { id }) };
}

/** The alert or command that the server sent, in words of the wire. */
function heard({ commands }: Message) {
  return commands.flatMap((each) => {
    if (each.name === "Alert") return [[each.data, ...each.items.map(({ data }) => data)]];
    return each.name === "Exec" ? [["Exec", each.items[0]?.target?.locUri]] : [];
  });
}

/** The device's word on everything it was sent. */
function said(message: Message, data: number, ...texts: string[]): Message["commands"] {
  const asked = message.commands.flatMap((each) => (each.name === "Alert" || each.name === "Exec" ? [each] : []));
  const status = (cmdRef: string, cmd: string, code: number, items: readonly string[]) => ({
    name: "Status" as const,
    cmdId: String(Number(cmdRef) + 1),
    msgRef: message.header.msgId,
    cmdRef,
    cmd,
    targetRefs: [],
    sourceRefs: [],
    data: code,
    items: items.map((text) => ({ data: text })),
  });
  return [status("0", "SyncHdr", 200, []), ...asked.map(({ cmdId, name }) => status(cmdId, name, data, texts))];
}

describe("a script that asks the device's user", () => {
  it("sends each question as an alert with its options, goes on with a yes, and says what was chosen", async () => {
    const { wire, first, task } = await scripted({ commands: [CONFIRM, CHOOSE, EXEC] });
    expect(heard(first)).toEqual([["1101", "MAXDT=30&DR=0", "Restart now?"]]);
    const second = await wire.send(said(first, 200));
    expect(heard(second)).toEqual([["1103", "MAXDT=60", "Which?", "home", "office"]]);
    const third = await wire.send(said(second, 200, "2"));
    expect(heard(third)).toEqual([["Exec", "./Actions/Reboot"]]);
    await wire.send(said(third, 200));
    expect(await task()).toMatchObject({
      state: "succeeded",
      result: {
        steps: [
          { command: "Alert", uri: null, status: 200, reply: { outcome: "answered", choices: [] } },
          { command: "Alert", status: 200, reply: { outcome: "answered", choices: [2] } },
          { command: "Exec", status: 200 },
        ],
      },
    });
  });

  it("stops at a no, and says that the user did not agree", async () => {
    const { wire, first, task } = await scripted({ commands: [CONFIRM, EXEC] });
    expect(heard(await wire.send(said(first, 304)))).toEqual([]);
    expect(await task()).toMatchObject({
      state: "failed",
      outcome: "refused",
      reason: { code: "refused_by_device", text: "The device's user did not agree, or could not be asked." },
      result: {
        steps: [
          { status: 304, reply: { outcome: "declined" } },
          { command: "Exec", status: null },
        ],
      },
    });
  });

  it("refuses a question that no device could show, with where it is", async () => {
    const device = await bed.newDevice();
    const wrong = { command: "Alert", question: { kind: "choose", text: "Which?", choices: ["a"], default: 2 } };
    const start = startOperation(bed.context, {
      kind: "script.run",
      params: { commands: [wrong] },
      target: { devices: [device.devId] },
    });
    await expect(start).rejects.toMatchObject({
      code: "INVALID_INPUT",
      fields: [{ pointer: "/params/commands/0/question/default" }],
    });
  });

  it("refuses a group whose questions take longer together than a device that says nothing is waited for", async () => {
    const device = await bed.newDevice();
    const target = { devices: [device.devId] };
    const groupOf = (...seconds: readonly number[]) => ({
      command: "Sequence",
      commands: seconds.map((maxSeconds) => ({ ...CONFIRM, question: { ...CONFIRM.question, maxSeconds } })),
    });
    const start = (...seconds: readonly number[]) =>
      startOperation(bed.context, { kind: "script.run", params: { commands: [groupOf(...seconds)] }, target });
    await expect(start(100, 21)).rejects.toMatchObject({
      code: "INVALID_INPUT",
      fields: [{ pointer: "/params/commands/0/commands", detail: expect.stringContaining("120 seconds together") }],
    });
    expect((await start(60, 60)).kind).toBe("script.run");
  });
});

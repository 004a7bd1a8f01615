import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromPublicId, toTaskId } from "../../ids";
import { startOperation } from "../operations";
import { sealExchange } from "./exchange-body";
import { readTaskTrace } from "./read-task-trace";
import { type BedDevice, openSessionBed, type SessionBed } from "./testing/session-bed";
import { writeWire } from "./wire";

const HEADER = {
  ...{ verDtd: "1.2", verProto: "DM/1.2", sessionId: "9", msgId: "1" },
  ...{ target: { locUri: "http://server/dm" }, source: { locUri: "IMEI:1" } },
};
const NODE = "./Actions/Diagnose";
/** More than are looked through of a task. */
const MESSAGES_BETWEEN = 2_500;

let bed: SessionBed;
beforeAll(async () => {
  bed = await openSessionBed();
});
afterAll(() => bed.close());

/** The device has an Exec to report on, and is called for that in a session of its own. */
async function executing(device: BedDevice) {
  const { id } = await startOperation(bed.context, {
    kind: "node.execute",
    params: { uri: NODE, wait: { withinSeconds: 30 * 86_400 } },
    target: { devices: [device.devId] },
  });
  return toTaskId(device.deviceId, fromPublicId("op", id) ?? "");
}

/** The device has been there again and again for something else, each time in a session of its own. */
async function muchElse({ deviceId }: BedDevice, from: string, to: string): Promise<void> {
  const [start, step] = [Date.parse(from), (Date.parse(to) - Date.parse(from)) / (MESSAGES_BETWEEN + 1)];
  const message = { header: HEADER, commands: [], final: true };
  const octets = writeWire(message, "wbxml");
  const exchange = { request: octets, reply: octets, state: null, keptOctetsMax: octets.length };
  const rows = Array.from({ length: MESSAGES_BETWEEN }, (_, index) => {
    const place = { deviceId, sessionKey: randomUUID(), msgNo: 1 };
    const body = Buffer.from(sealExchange(bed.context.sealer, place, exchange)).toString("hex");
    return { ...place, at: new Date(start + (index + 1) * step).toISOString(), body };
  });
  await bed.test.sql`
    insert into dm_messages (device_id, at, session_key, msg_no, request_length, body)
    select ${deviceId}, (one ->> 'at')::timestamptz, (one ->> 'sessionKey')::uuid, 1, ${octets.length}, decode(one ->> 'body', 'hex')
    from jsonb_array_elements(${JSON.stringify(rows)}::text::jsonb) as one`;
}

/** Puts all that was kept of the device so far back by an hour. */
async function anHourPasses({ deviceId }: BedDevice): Promise<void> {
  const { sql } = bed.test;
  const hour = sql`interval '1 hour'`;
  await sql`update dm_messages set at = at - ${hour} where device_id = ${deviceId}`;
  await sql`update dm_sessions set started_at = started_at - ${hour}, ended_at = ended_at - ${hour}
    where device_id = ${deviceId}`;
  await sql`update results set at = at - ${hour} where device_id = ${deviceId}`;
  await sql`update tasks set started_at = started_at - ${hour} where device_id = ${deviceId}`;
}

describe("the trace of a task of a device that exchanged thousands of messages meanwhile", () => {
  it("has what went out at its beginning, and the report that came at its end", async () => {
    const device = await bed.newDevice();
    const taskId = await executing(device);
    const wire = device.wire();
    await wire.signIn();
    const asked = await wire.signIn();
    await wire.send(wire.answersTo(asked, () => ({ status: 202 })));
    await anHourPasses(device);
    wire.hangUp();
    const exec = asked.commands.find(({ name }) => name === "Exec");
    const correlator = exec?.name === "Exec" ? exec.correlator : undefined;
    const items = [{ source: { locUri: NODE }, meta: { type: "org.example.report" }, data: "the-last-word" }];
    const alert = { name: "Alert" as const, cmdId: "8", data: "1226", items };
    await wire.signIn({ sessionId: "2", extra: [{ ...alert, ...(correlator !== undefined && { correlator }) }] });
    const { items: before } = await readTaskTrace(bed.context, { id: taskId });
    expect(before.map(({ msgNo, direction }) => `${msgNo} ${direction}`)).toHaveLength(6);
    const [first, last] = [before[2]?.at ?? "", before.at(-1)?.at ?? ""];
    await muchElse(device, first, last);
    const { items: after } = await readTaskTrace(bed.context, { id: taskId });
    expect(after).toEqual(before);
    const commands = after.flatMap((message) => message.commands.map(({ name }) => name));
    expect(commands).toEqual(["Exec", "Status", "Alert"]);
  });

  it("has what went out last, though nothing was said to it", async () => {
    const device = await bed.newDevice();
    const taskId = await executing(device);
    const wire = device.wire();
    await wire.signIn();
    await wire.signIn();
    const [began, sent] = [
      new Date(Date.now() - 7_200_000).toISOString(),
      new Date(Date.now() - 3_600_000).toISOString(),
    ];
    await bed.test.sql`update tasks set started_at = ${began} where device_id = ${device.deviceId}`;
    await muchElse(device, began, sent);
    const { items } = await readTaskTrace(bed.context, { id: taskId });
    expect(items.flatMap((message) => message.commands.map(({ name }) => name))).toEqual(["Exec"]);
  });
});

import { afterAll, beforeAll, expect, it } from "vitest";
import { fromPublicId, toTaskId } from "../ids";
import { commandsOf, headerStatus } from "../services/device-sessions/testing/wire-device";
import { readWire, writeWire } from "../services/device-sessions/wire";
import { readTask, startOperation } from "../services/operations";
import { type DeviceEndpoint, openDeviceEndpoint } from "../testing/device-endpoint";
import { findViolations } from "../testing/invariants";
import { rowsOfDevice } from "../testing/whole-rows";

const RESET = "./Vendor/Reset";
const KEPT_SECRET = "k4-3vPq0-secret-that-is-kept";

let endpoint: DeviceEndpoint;
beforeAll(async () => {
  endpoint = await openDeviceEndpoint();
});
afterAll(async () => {
  expect(await findViolations(endpoint.test.sql)).toEqual([]);
  await endpoint.close();
});

interface Exchange {
  readonly name: string;
  readonly url: string;
  readonly request: Uint8Array;
  readonly reply: Uint8Array;
}

/** A whole session that runs an Exec, with everything that was said in it. */
async function recordedSession(encoding: "wbxml" | "xml") {
  const device = await endpoint.addDevice({ encoding, secret: `${KEPT_SECRET}-${encoding}` });
  const { id } = await startOperation(endpoint.context, {
    kind: "node.execute",
    params: { uri: RESET },
    target: { devices: [device.devId] },
  });
  const { wire } = device;
  const exchanges: Exchange[] = [];
  const record = async (name: string, say: () => Promise<unknown>) => {
    const { url } = wire;
    const message = await say();
    exchanges.push({ name, url, request: wire.lastOctets, reply: wire.lastReply });
    return message as Awaited<ReturnType<typeof wire.signIn>>;
  };
  await wire.signIn();
  const asked = await record("sign-in", () => wire.signIn());
  expect(commandsOf(asked)).toEqual([`Exec ${RESET}`]);
  const inSession = [...exchanges];
  const last = await record("answer", () => wire.send(wire.answersTo(asked, () => ({ status: 200 }))));
  expect(headerStatus(last)).toBe(200);
  return { device, exchanges, inSession, taskId: toTaskId(device.deviceId, fromPublicId("op", id) ?? "") };
}

/** The same message with another end: what a man in the middle would make of it. */
function changed(request: Uint8Array, encoding: "wbxml" | "xml"): Uint8Array {
  const { message } = readWire(request);
  const alert = {
    name: "Alert",
    cmdId: "77",
    data: "1226",
    items: [{ source: { locUri: "./X" }, data: "x" }],
  } as const;
  return writeWire({ ...message, commands: [...message.commands, alert] }, encoding);
}

it("trust:dm-replay: replayed octets get the stored answer and run nothing, changed octets get 401", async () => {
  let right = 0;
  for (const encoding of ["wbxml", "xml"] as const) {
    const { device, exchanges, taskId } = await recordedSession(encoding);
    const before = await rowsOfDevice(endpoint.test.sql, device.deviceId);
    for (const { name, url, request, reply } of exchanges) {
      const again = await endpoint.wireOf(device).post(request, url);
      expect({ name, octets: Buffer.from(again.octets) }).toEqual({ name, octets: Buffer.from(reply) });
      right += 1;
    }
    for (const { name, url, request } of exchanges) {
      const answer = await endpoint.wireOf(device).post(changed(request, encoding), url);
      const { message } = readWire(answer.octets);
      expect({ name, status: [401, 407].includes(headerStatus(message)) }).toEqual({ name, status: true });
      expect(message.commands.every((command) => command.name === "Status")).toBe(true);
      right += 1;
    }
    expect(await rowsOfDevice(endpoint.test.sql, device.deviceId)).toEqual(before);
    const task = await readTask(endpoint.context, { id: taskId });
    expect(task.steps.filter((step) => step.command === "Exec")).toHaveLength(1);
  }
  console.log(`dm-replay ${right}/8`);
});

it("trust:dm-replay: in an open session too, where its token is known to whoever listens", async () => {
  const device = await endpoint.addDevice();
  await startOperation(endpoint.context, {
    kind: "parameter.set",
    params: { values: [{ uri: "./Setting/Apn", value: "internet" }] },
    target: { devices: [device.devId] },
  });
  const { wire } = device;
  await wire.signIn();
  let asked = await wire.signIn();
  const signIn = wire.lastOctets;
  let { url } = wire;
  asked = await wire.send(wire.answersTo(asked, () => ({ status: 200, value: "wap" })));
  expect(commandsOf(asked).length).toBeGreaterThan(0);
  const [request, reply] = [wire.lastOctets, wire.lastReply];
  const before = await rowsOfDevice(endpoint.test.sql, device.deviceId);
  const again = await endpoint.wireOf(device).post(request, url);
  expect(Buffer.from(again.octets)).toEqual(Buffer.from(reply));
  const answer = readWire((await endpoint.wireOf(device).post(changed(request, "wbxml"), url)).octets).message;
  // 407, in the words of the protocol: the message brings no credentials at all.
  expect([401, 407]).toContain(headerStatus(answer));
  expect(answer.commands.some((command) => command.name === "Status" && command.chal?.nextNonce)).toBe(true);
  // A MsgID that goes back is no way around, whatever it says.
  const back = readWire((await endpoint.wireOf(device).post(changed(signIn, "wbxml"), url)).octets).message;
  expect([401, 407]).toContain(headerStatus(back));
  expect(commandsOf(back)).toEqual([]);
  expect(await rowsOfDevice(endpoint.test.sql, device.deviceId)).toEqual(before);
  for (let i = 0; i < 5 && commandsOf(asked).length > 0; i += 1) {
    url = wire.url;
    asked = await wire.send(
      wire.answersTo(asked, () => ({ status: 200, value: "internet" })),
      { url },
    );
  }
  expect(commandsOf(asked)).toEqual([]);
});

import * as fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { SyncmlMessage } from "../oma-dm";
import { anyMessage } from "../oma-dm/testing/arbitraries";
import { createDeviceMessageHandler, createDeviceStore, type DeviceResponse } from "../services/device-sessions";
import { commandsOf, headerStatus, WireDevice } from "../services/device-sessions/testing/wire-device";
import { readWire, writeWire } from "../services/device-sessions/wire";
import { startOperation } from "../services/operations";
import { type DeviceEndpoint, openDeviceEndpoint } from "../testing/device-endpoint";
import { findViolations } from "../testing/invariants";
import { allRows, rowsOfDevice } from "../testing/whole-rows";

const MESSAGES = 1_000;
const AT_A_TIME = 8;
const SEED = 20_261;

let endpoint: DeviceEndpoint;
beforeAll(async () => {
  endpoint = await openDeviceEndpoint();
});
afterAll(async () => {
  expect(await findViolations(endpoint.test.sql)).toEqual([]);
  await endpoint.close();
});

/** Any message, in the name of this device: in its open session or in another, to any address that could be right. */
function messagesInTheNameOf(devId: string, sessionId: string, urls: readonly string[]) {
  return fc.record({
    message: fc.record({ message: anyMessage, own: fc.boolean(), named: fc.boolean() }).map(
      ({ message, own, named }): SyncmlMessage => ({
        ...message,
        header: {
          ...message.header,
          sessionId: own ? sessionId : message.header.sessionId,
          source: named ? { locUri: devId, locName: devId } : { locUri: devId },
        },
      }),
    ),
    url: fc.constantFrom(...urls),
    encoding: fc.constantFrom("wbxml" as const, "xml" as const),
  });
}

it("trust:dm-preauth-inert: a thousand messages in a device's name change none of its rows, nor end its session", async () => {
  const device = await endpoint.addDevice();
  const target = { devices: [device.devId] };
  await startOperation(endpoint.context, { kind: "node.execute", params: { uri: "./Vendor/Reset" }, target });
  await startOperation(endpoint.context, { kind: "parameter.get", params: { uris: ["./DevDetail/FwV"] }, target });
  await device.wire.signIn();
  const asked = await device.wire.signIn();
  const stranger = endpoint.wireOf({ devId: device.devId, secret: "not the secret at all" });
  await stranger.signIn();
  const urls = ["/dm", stranger.url, `/dm?s=${Buffer.alloc(32, 9).toString("base64url")}`, "/dm?s=", "/dm?s=%00"];
  const before = await rowsOfDevice(endpoint.test.sql, device.deviceId);
  const everything = await allRows(endpoint.test.sql, ["attempt_counters", "outbox", "events", "projector"]);

  const cases = fc.sample(messagesInTheNameOf(device.devId, "1", urls), { numRuns: MESSAGES, seed: SEED });
  const wires = Array.from({ length: AT_A_TIME }, () => endpoint.wireOf({ devId: device.devId, secret: "x" }));
  let inert = 0;
  for (let at = 0; at < cases.length; at += AT_A_TIME) {
    const together = wires.map(async (wire, place) => {
      const sent = cases[at + place];
      if (!sent) return;
      const response = await wire.post(writeWire(sent.message, sent.encoding), sent.url);
      expect(response.status).toBe(200);
      const { message: reply } = readWire(response.octets);
      expect([400, 401, 407, 505]).toContain(headerStatus(reply));
      expect(reply.commands.every((command) => command.name === "Status")).toBe(true);
      inert += 1;
    });
    await Promise.all(together);
  }
  const alarms = await endpoint.test.sql`
    delete from outbox where type = 'dmwsi.device.authentication_failing.v1' returning device_id`;
  expect(alarms.map((row) => row["device_id"])).toEqual([device.deviceId]);
  expect(await rowsOfDevice(endpoint.test.sql, device.deviceId)).toEqual(before);
  expect(await allRows(endpoint.test.sql, ["attempt_counters", "outbox", "events", "projector"])).toEqual(everything);
  console.log(`dm-preauth-inert ${inert}/${MESSAGES}`);

  const answers = device.wire.answersTo(asked, () => ({ status: 200, value: "1.3" }));
  expect(headerStatus(await device.wire.send(answers))).toBe(200);
});

it("trust:dm-no-enumeration: unknown, disabled and known devices get equal octets, ids apart, for equal work", async () => {
  const known = await endpoint.addDevice();
  const open = await endpoint.addDevice();
  await open.wire.signIn();
  await open.wire.signIn();
  const disabled = await endpoint.addDevice();
  await endpoint.test.sql`update devices set disabled = true where device_id = ${disabled.deviceId}`;
  const unknown = { devId: "IMEI:350000000099999" };
  const kinds = { known, open, disabled, unknown };
  const dialogues: readonly (readonly ("none" | "wrong" | "weak")[])[] = [
    ["none", "none", "none", "none"],
    ["wrong", "wrong", "wrong", "wrong"],
    ["none", "wrong", "none", "wrong", "wrong"],
    ["weak", "wrong", "weak"],
  ];
  let right = 0;
  for (const encoding of ["wbxml", "xml"] as const) {
    for (const dialogue of dialogues) {
      const heard = new Map<string, unknown>();
      for (const [kind, { devId }] of Object.entries(kinds)) heard.set(kind, await speak(devId, encoding, dialogue));
      for (const [kind, said] of heard) {
        expect({ kind, said }).toEqual({ kind, said: heard.get("known") });
        right += 1;
      }
    }
  }
  console.log(`dm-no-enumeration ${right}/${2 * dialogues.length * Object.keys(kinds).length}`);
});

/** What a device that cannot prove itself hears, message by message, without what differs from device to device. */
async function speak(devId: string, encoding: "wbxml" | "xml", dialogue: readonly ("none" | "wrong" | "weak")[]) {
  const { test, context, dmUrl } = endpoint;
  const store = createDeviceStore(test.sql);
  let [loads, saves] = [0, 0];
  const handle = createDeviceMessageHandler({
    store: {
      ...store,
      load: (deviceId) => {
        loads += 1;
        return store.load(deviceId);
      },
      save: (message) => {
        saves += 1;
        return store.save(message);
      },
    },
    database: test.database,
    sealer: context.sealer,
    dmUrl,
    protectedLeg: true,
    observe: () => {},
  });
  const responses: DeviceResponse[] = [];
  const device = new WireDevice(
    async (request) => {
      const response = await handle(request);
      responses.push(response);
      return response;
    },
    { devId, secret: "not the secret at all", dmUrl, encoding },
  );
  for (const proof of dialogue) {
    if (proof === "weak") await device.post(weakSignIn(devId, dmUrl, encoding, device.msgId + 1));
    else await device.signIn(proof === "none" ? { digest: null } : {});
  }
  return { loads, saves, answers: responses.map((response) => ({ ...response, octets: withoutIds(response, devId) })) };
}

function weakSignIn(devId: string, dmUrl: string, encoding: "wbxml" | "xml", msgId: number): Uint8Array {
  const cred = { type: "syncml:auth-basic", format: "b64", data: Buffer.from(`${devId}:guess`).toString("base64") };
  const header = {
    verDtd: "1.2",
    verProto: "DM/1.2",
    sessionId: "1",
    msgId: String(msgId),
    target: { locUri: dmUrl },
    source: { locUri: devId },
    cred,
  };
  return writeWire(
    { header, commands: [{ name: "Alert", cmdId: "1", data: "1201", items: [] }], final: true },
    encoding,
  );
}

/** The octets of an answer, with the device's id, its nonce and its token struck out where they stand. */
function withoutIds({ octets }: DeviceResponse, devId: string): string {
  const { message } = readWire(octets);
  const nonces = message.commands.flatMap((command) =>
    command.name === "Status" && command.chal?.nextNonce ? [command.chal.nextNonce] : [],
  );
  const token = message.header.respUri ? new URL(message.header.respUri).search : "";
  expect(commandsOf(message)).toEqual([]);
  let text = Buffer.from(octets).toString("latin1");
  for (const own of [devId, ...nonces, token]) if (own !== "") text = text.replaceAll(own, "*".repeat(own.length));
  return text;
}

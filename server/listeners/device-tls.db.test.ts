import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { type IncomingHttpHeaders, request as plainRequest } from "node:http";
import { type RequestOptions, request } from "node:https";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLog } from "../log";
import { metrics } from "../metrics";
import {
  createDeviceMessageHandler,
  createDeviceStore,
  type DeviceRequest,
  type DeviceResponse,
  mediaTypeOf,
} from "../services/device-sessions";
import { headerStatus, WireDevice } from "../services/device-sessions/testing/wire-device";
import { registerDevice, setCredentials } from "../services/devices";
import { startOperation } from "../services/operations";
import { callContextFor } from "../services/testing/call-context";
import type { CallContext } from "../services/use-case";
import { createTestDatabase, type TestDatabase } from "../testing/test-database";
import { deviceBounds } from "./device-bounds";
import { openDeviceListener } from "./device-listener";
import { loadDeviceTls } from "./device-tls";
import type { Listener } from "./listener";
import { createSourceAddresses } from "./source-address";

const fixture = (name: string): string => join(import.meta.dirname, "fixtures", name);
const pem = (name: string): Buffer => readFileSync(fixture(name));
const thumbprintOf = (name: string): string => new X509Certificate(pem(`${name}.crt.pem`)).fingerprint256;

let test: TestDatabase;
let context: CallContext;
let listener: Listener;
let legacyListener: Listener;
const bar = { cases: 0, passed: 0 };

function open(legacy: boolean): Promise<Listener> {
  return openDeviceListener({
    host: "127.0.0.1",
    port: 0,
    tls: loadDeviceTls({
      certificateFile: fixture("server.crt.pem"),
      keyFile: fixture("server.key.pem"),
      legacy,
      asksForCertificate: true,
    }),
    bounds: deviceBounds("bench"),
    sources: createSourceAddresses([]),
    log: createLog("silent"),
    metrics: metrics(),
    isMessageType: (contentType) => mediaTypeOf(contentType) !== null,
    isTemporary: () => false,
    handleMessage: createDeviceMessageHandler({
      store: createDeviceStore(test.sql),
      database: test.database,
      sealer: context.sealer,
      dmUrl: "https://127.0.0.1/dm",
      protectedLeg: true,
      observe: () => {},
    }),
  });
}

beforeAll(async () => {
  test = await createTestDatabase();
  context = await callContextFor(test.database);
  listener = await open(false);
  legacyListener = await open(true);
});
afterAll(async () => {
  console.log(`dm-mtls-missing ${bar.passed}/${bar.cases}`);
  await Promise.all([listener.close(0), legacyListener.close(0)]);
  await test.close();
});

/** POSTs one message; `certificate` names the fixture that the device shows. */
function post(message: DeviceRequest, certificate: string | null, tls: RequestOptions = {}): Promise<DeviceResponse> {
  const shown = certificate === null ? {} : { cert: pem(`${certificate}.crt.pem`), key: pem(`${certificate}.key.pem`) };
  return new Promise((resolve, reject) => {
    const headers = {
      "content-type": message.contentType,
      ...(message.mac !== undefined && { "x-syncml-hmac": message.mac }),
    };
    const outgoing = request(
      {
        host: "127.0.0.1",
        port: listener.port,
        method: "POST",
        path: message.url,
        headers,
        ca: pem("server.crt.pem"),
        agent: false,
        ...shown,
        ...tls,
      },
      async (incoming) => {
        const chunks: Buffer[] = [];
        for await (const chunk of incoming) chunks.push(chunk as Buffer);
        const mac = macIn(incoming.headers);
        resolve({
          status: incoming.statusCode ?? 0,
          contentType: incoming.headers["content-type"] ?? "",
          octets: Buffer.concat(chunks),
          ...(mac !== undefined && { mac }),
        });
      },
    );
    outgoing.once("error", reject);
    outgoing.end(message.octets);
  });
}

function macIn(headers: IncomingHttpHeaders): string | undefined {
  const value = headers["x-syncml-hmac"];
  return typeof value === "string" ? value : undefined;
}

function speaks(devId: string, secret: string, certificate: string | null): WireDevice {
  return new WireDevice((message) => post(message, certificate), { devId, secret, dmUrl: "https://127.0.0.1/dm" });
}

describe("trust:dm-mtls-missing", () => {
  const devId = "IMEI:350000000000017";

  beforeAll(async () => {
    const client = { type: "certificate", thumbprint: thumbprintOf("device-a") };
    await registerDevice(context, { devId, credentials: { client } });
    const other = { type: "certificate", thumbprint: thumbprintOf("device-expired") };
    await registerDevice(context, { devId: "IMEI:350000000000025", credentials: { client: other } });
  });

  it.each([
    ["its own certificate", devId, "device-a", null, 212],
    ["no certificate", devId, null, null, 407],
    ["no certificate and a digest", devId, null, "a guess at it", 401],
    ["another's certificate", devId, "device-b", null, 407],
    ["another's certificate and a digest", devId, "device-b", "a guess at it", 401],
    ["its own certificate, which has ended", "IMEI:350000000000025", "device-expired", null, 407],
    ["a good certificate, of an id that is not registered", "IMEI:350000000000033", "device-a", null, 407],
  ] as const)("%s", async (_case, id, certificate, secret, status) => {
    bar.cases += 1;
    const wire = speaks(id, secret ?? "x", certificate);
    const answer = await wire.signIn(secret === null ? { digest: null } : {});
    expect(headerStatus(answer)).toBe(status);
    expect(answer.header.cred).toBeUndefined();
    bar.passed += 1;
  });

  it("a session that began with the certificate does not go on without it", async () => {
    bar.cases += 1;
    const wire = speaks(devId, "x", "device-a");
    await startGet();
    expect(headerStatus(await wire.signIn({ digest: null, sessionId: "7" }))).toBe(212);
    const thief = Object.assign(speaks(devId, "x", null), { url: wire.url, msgId: wire.msgId });
    const alert = { name: "Alert", cmdId: "1", data: "1222", items: [] } as const;
    expect(headerStatus(await thief.send([alert], { sessionId: "7" }))).toBe(407);
    expect(headerStatus(await wire.send([alert], { sessionId: "7" }))).toBe(200);
    bar.passed += 1;
  });

  async function startGet(): Promise<void> {
    const target = { devices: [devId] };
    await startOperation(context, { kind: "parameter.get", params: { uris: ["./DevInfo/Man"] }, target });
  }
});

describe("the device listener over TLS", () => {
  it("a device with MD5, and one with MAC both ways, need no certificate", async () => {
    const devId = "IMEI:350000000000041";
    const secret = "a-secret-of-its-own-41";
    const view = await registerDevice(context, { devId, credentials: { client: { type: "md5", secret } } });
    const wire = speaks(devId, secret, null);
    await wire.signIn();
    expect(headerStatus(await wire.signIn())).toBe(212);
    await setCredentials(context, {
      id: view.id,
      client: { type: "mac", secret },
      server: { type: "mac", name: "carrier", secret: "a-secret-of-the-server" },
    });
    const strict = speaks(devId, secret, null);
    strict.scheme = "mac";
    await strict.signIn();
    expect(strict.lastMac).toBeUndefined();
    expect(headerStatus(await strict.signIn())).toBe(200);
    expect(strict.lastMac).toMatch(/^algorithm=MD5, username="carrier", mac=[A-Za-z0-9+/]{22}==$/);
  });

  it("TLS 1.1 is refused, but on a listener marked legacy, where it is counted", async () => {
    const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
    const message = {
      octets: Buffer.from([0x03]),
      contentType: "application/vnd.syncml.dm+wbxml",
      url: "/dm",
      sourceAddress: "",
      connection: {},
    };
    await expect(post(message, null, old)).rejects.toThrow();
    const before = (await metrics().dmLegacyConnections.get()).values[0]?.value ?? 0;
    expect((await post(message, null, { ...old, port: legacyListener.port })).status).toBe(400);
    expect((await metrics().dmLegacyConnections.get()).values[0]?.value).toBe(before + 1);
  });

  it("somebody who speaks plain HTTP to it is cut off, and others are served", async () => {
    const cut = new Promise((resolve) => {
      const outgoing = plainRequest({ host: "127.0.0.1", port: listener.port, path: "/dm", method: "POST" });
      outgoing.once("error", resolve);
      outgoing.end("x");
    });
    expect(await cut).toBeInstanceOf(Error);
    expect(headerStatus(await speaks("IMEI:350000000000058", "x", null).signIn())).toBe(401);
  });

  it("says what to set when the files are not there or do not belong together", () => {
    const settings = { legacy: false, asksForCertificate: false, keyFile: fixture("server.key.pem") };
    expect(() => loadDeviceTls({ ...settings, certificateFile: "/nowhere/cert.pem" })).toThrow(/DM_TLS_CERT_FILE/);
    expect(() => loadDeviceTls({ ...settings, certificateFile: fixture("device-a.crt.pem") })).toThrow(/its own key/);
  });
});

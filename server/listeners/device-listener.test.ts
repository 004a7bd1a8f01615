import { type IncomingMessage, type OutgoingHttpHeaders, request } from "node:http";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { createLog } from "../log";
import { metrics } from "../metrics";
import type { DeviceRequest, DeviceResponse } from "../services/device-sessions";
import { mediaTypeOf } from "../services/device-sessions/device-request";
import { type DeviceBounds, deviceBounds } from "./device-bounds";
import { openDeviceListener } from "./device-listener";
import type { Listener } from "./listener";
import { createSourceAddresses } from "./source-address";

const WBXML = "application/vnd.syncml.dm+wbxml";
const BODY = Buffer.from([0x03, 0x01, 0x6a, 0x00]);

let listener: Listener;
let seen: DeviceRequest[];
afterEach(() => listener.close(0));

async function open(
  bounds: Partial<DeviceBounds> = {},
  handleMessage: (message: DeviceRequest) => Promise<DeviceResponse> = async ({ contentType, octets }) => ({
    status: 200,
    contentType,
    octets,
  }),
  trustedProxies: readonly string[] = [],
): Promise<void> {
  seen = [];
  listener = await openDeviceListener({
    host: "127.0.0.1",
    port: 0,
    bounds: { ...deviceBounds("default"), ...bounds },
    sources: createSourceAddresses(trustedProxies),
    log: createLog("silent"),
    metrics: metrics(),
    isMessageType: (contentType) => mediaTypeOf(contentType) !== null,
    isTemporary: (error) => (error as { code?: string }).code === "ECONNREFUSED",
    handleMessage: (message) => {
      seen.push(message);
      return handleMessage(message);
    },
  });
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly octets: Buffer;
}

function send(method: string, path: string, headers: OutgoingHttpHeaders, body?: Buffer | Buffer[]): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: "127.0.0.1", port: listener.port, method, path, headers, agent: false },
      async (incoming) => {
        const chunks: Buffer[] = [];
        for await (const chunk of incoming) chunks.push(chunk as Buffer);
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, octets: Buffer.concat(chunks) });
      },
    );
    outgoing.once("error", reject);
    if (Array.isArray(body)) for (const chunk of body) outgoing.write(chunk);
    outgoing.end(Array.isArray(body) ? undefined : body);
  });
}

const post = (headers: OutgoingHttpHeaders = {}, body: Buffer | Buffer[] = BODY, path = "/dm") =>
  send("POST", path, { "Content-Type": WBXML, ...headers }, body);

/** Resolves when the other end has closed, with what it said. */
async function untilClosed(socket: Socket): Promise<{ text: string; afterMs: number }> {
  const startedAt = performance.now();
  let text = "";
  socket.on("data", (octets) => {
    text += octets.toString("latin1");
  });
  socket.on("error", () => {});
  await new Promise((resolve) => socket.once("close", resolve));
  return { text, afterMs: performance.now() - startedAt };
}

describe("trust:dm-http-edges", () => {
  const big = deviceBounds("default").bodyOctetsMax;
  const headerOf = (octets: number) => ({ "X-Filler": "x".repeat(octets) });
  const manyHeaders = (count: number) =>
    // Host, Connection, Content-Type and Content-Length come on their own.
    Object.fromEntries(Array.from({ length: count - 4 }, (_, i) => [`X-Filler-${i}`, "1"]));
  const chunked = (octets: number) =>
    post({ "Transfer-Encoding": "chunked" }, [Buffer.alloc(octets - 1), Buffer.alloc(1)]);
  const cases: readonly [string, number, () => Promise<Answer>][] = [
    ["WBXML", 200, () => post()],
    ["XML with a charset", 200, () => post({ "Content-Type": "application/vnd.syncml.dm+xml; charset=utf-8" })],
    ["the type without .dm", 200, () => post({ "Content-Type": "application/vnd.syncml+wbxml" })],
    ["a type in capitals", 200, () => post({ "Content-Type": "Application/VND.SyncML.DM+wbxml" })],
    ["a session token", 200, () => post({}, BODY, "/dm?s=token")],
    ["the whole address as path", 200, () => post({}, BODY, "http://dm.example/dm?s=token")],
    ["identity coding", 200, () => post({ "Content-Encoding": "identity" })],
    ["a chunked body", 200, () => post({ "Transfer-Encoding": "chunked" }, [BODY, BODY])],
    ["Expect: 100-continue", 200, () => post({ Expect: "100-continue", "Content-Length": BODY.length })],
    ["a body at the limit", 200, () => post({}, Buffer.alloc(big))],
    ["a chunked body at the limit", 200, () => chunked(big)],
    ["60 headers", 200, () => post(manyHeaders(60))],
    ["a gzip body", 415, () => post({ "Content-Encoding": "gzip" }, gzipSync(BODY))],
    ["a deflate body", 415, () => post({ "Content-Encoding": "identity, deflate" })],
    ["JSON", 415, () => post({ "Content-Type": "application/json" })],
    ["a form", 415, () => post({ "Content-Type": "application/x-www-form-urlencoded" })],
    ["a type that only begins right", 415, () => post({ "Content-Type": `${WBXML}2` })],
    ["no type", 415, () => send("POST", "/dm", {}, BODY)],
    [
      "a wrong type that asks before sending",
      415,
      () => post({ "Content-Type": "text/plain", Expect: "100-continue", "Content-Length": 4 }),
    ],
    ["GET", 405, () => send("GET", "/dm", {})],
    ["HEAD", 405, () => send("HEAD", "/dm", {})],
    ["PUT", 405, () => send("PUT", "/dm", { "Content-Type": WBXML }, BODY)],
    ["DELETE", 405, () => send("DELETE", "/dm", {})],
    ["OPTIONS", 405, () => send("OPTIONS", "/dm", {})],
    ["TRACE", 405, () => send("TRACE", "/dm", {})],
    ["/", 404, () => post({}, BODY, "/")],
    ["/dm/", 404, () => post({}, BODY, "/dm/")],
    ["/DM", 404, () => post({}, BODY, "/DM")],
    ["/dmx", 404, () => post({}, BODY, "/dmx")],
    ["/dm/../api/v1/me", 404, () => post({}, BODY, "/dm/../api/v1/me")],
    ["/%64m", 404, () => post({}, BODY, "/%64m")],
    ["/api/v1/operations", 404, () => post({}, BODY, "/api/v1/operations")],
    ["/healthz", 404, () => send("GET", "/healthz", {})],
    ["a console page", 404, () => send("GET", "/devices", {})],
    ["a body one octet over the limit", 413, () => post({}, Buffer.alloc(big + 1))],
    ["a chunked body one octet over the limit", 413, () => chunked(big + 1)],
    ["a body of 1 MiB", 413, () => post({}, Buffer.alloc(1_048_576))],
    ["61 headers", 431, () => post(manyHeaders(61))],
    ["headers over 16 KiB", 431, () => post(headerOf(16_384))],
    ["an empty body", 400, () => post({}, Buffer.alloc(0))],
  ];

  test("answers each edge with its status, and only good messages reach the engine", async () => {
    await open();
    let right = 0;
    for (const [name, status, run] of cases) {
      const before = seen.length;
      const answer = await run();
      expect({ name, status: answer.status }).toEqual({ name, status });
      expect({ name, reached: seen.length > before }).toEqual({ name, reached: status === 200 });
      if (status === 405) expect(answer.headers.allow).toBe("POST");
      // 431 for the octets is Node's own answer, before there is a request.
      if (name !== "headers over 16 KiB") {
        expect(answer.headers["cache-control"]).toBe("no-store");
        expect(Number(answer.headers["content-length"])).toBeGreaterThan(0);
      }
      right += 1;
    }
    console.log(`dm-http-edges ${right}/${cases.length}`);
  });
});

describe("openDeviceListener", () => {
  test("answers with exactly the type and octets of the engine, a length and no chunks", async () => {
    await open({}, async () => ({ status: 200, contentType: WBXML, octets: Buffer.from([1, 2, 3]) }));
    const answer = await post();
    expect(answer.octets).toEqual(Buffer.from([1, 2, 3]));
    expect(answer.headers["content-type"]).toBe(WBXML);
    expect(answer.headers["content-length"]).toBe("3");
    expect(answer.headers["transfer-encoding"]).toBeUndefined();
    expect(answer.headers["set-cookie"]).toBeUndefined();
  });

  test("hands on the octets, the address with its token, and where they came from", async () => {
    await open();
    await post({ "X-Forwarded-For": "192.0.2.7" }, BODY, "/dm?s=abc");
    expect(seen[0]).toMatchObject({ url: "/dm?s=abc", contentType: WBXML, sourceAddress: "127.0.0.1" });
    expect(Buffer.from(seen[0]?.octets ?? [])).toEqual(BODY);
  });

  test("drops a socket that says nothing, one that stops within the headers and one that stops within the body", async () => {
    await open({ headersTimeoutMs: 400, requestTimeoutMs: 800 });
    const silent = connect(listener.port, "127.0.0.1");
    const headless = connect(listener.port, "127.0.0.1", () => headless.write("POST /dm HTTP/1.1\r\nHost: x\r\nX-"));
    const bodiless = connect(listener.port, "127.0.0.1", () =>
      bodiless.write(`POST /dm HTTP/1.1\r\nHost: x\r\nContent-Type: ${WBXML}\r\nContent-Length: 10\r\n\r\nab`),
    );
    const trickle = setInterval(() => headless.write("x"), 100);
    const ends = await Promise.all([silent, headless, bodiless].map(untilClosed));
    clearInterval(trickle);
    for (const end of ends) expect(end.afterMs).toBeLessThan(8_000);
    expect(seen).toHaveLength(0);
    expect((await post()).status).toBe(200);
  });

  test("drops connections beyond the limit of one address and takes new ones once others have ended", async () => {
    await open({ connectionsPerAddressMax: 3 });
    const held = [1, 2, 3].map(() => connect(listener.port, "127.0.0.1"));
    await Promise.all(held.map((socket) => new Promise((resolve) => socket.once("connect", resolve))));
    const refused = await untilClosed(connect(listener.port, "127.0.0.1"));
    expect(refused.text).toBe("");
    for (const socket of held) socket.destroy();
    await sleep(50);
    expect((await post()).status).toBe(200);
  });

  test("takes the connections of all devices behind a listed gateway, which have one address", async () => {
    await open({ connectionsPerAddressMax: 3 }, undefined, ["127.0.0.1/32"]);
    const held = [1, 2, 3].map(() => connect(listener.port, "127.0.0.1"));
    await Promise.all(held.map((socket) => new Promise((resolve) => socket.once("connect", resolve))));
    expect((await post()).status).toBe(200);
    for (const socket of held) socket.destroy();
  });

  test("asks a source that starts too many sessions to wait, and goes on with the sessions it has", async () => {
    await open({ sessionStartsPerMinuteMax: 2 });
    expect([(await post()).status, (await post()).status]).toEqual([200, 200]);
    const third = await post();
    expect({ status: third.status, retryAfter: third.headers["retry-after"] }).toEqual({
      status: 503,
      retryAfter: "5",
    });
    expect((await post({}, BODY, "/dm?s=token")).status).toBe(200);
  });

  test("asks to wait when too many messages are under way", async () => {
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    await open({ messagesUnderWayMax: 1 }, async ({ octets }) => {
      await finished;
      return { status: 200, contentType: WBXML, octets };
    });
    const first = post();
    while (seen.length === 0) await sleep(5);
    const second = await post();
    expect({ status: second.status, retryAfter: second.headers["retry-after"] }).toEqual({
      status: 503,
      retryAfter: "5",
    });
    finish();
    expect((await first).status).toBe(200);
  });

  test("says 503 when the database is away and 500 for a fault of ours, and tells nothing of either", async () => {
    for (const [error, status] of [
      [Object.assign(new Error("connect canary"), { code: "ECONNREFUSED" }), 503],
      [new TypeError("canary is undefined"), 500],
    ] as const) {
      await open({}, () => Promise.reject(error));
      const answer = await post();
      expect(answer.status).toBe(status);
      expect(answer.headers["retry-after"]).toBe("5");
      expect(answer.octets.toString()).not.toContain("canary");
      if (status === 503) await listener.close(0);
    }
  });

  test("finishes messages under way when it closes, and takes no new connection", async () => {
    await open({}, async ({ octets }) => {
      await sleep(200);
      return { status: 200, contentType: WBXML, octets };
    });
    const underWay = post();
    while (seen.length === 0) await sleep(5);
    const closed = listener.close(5_000);
    await expect(post()).rejects.toMatchObject({ code: "ECONNREFUSED" });
    expect((await underWay).status).toBe(200);
    await closed;
  });

  test("says in one line what to do about a taken port", async () => {
    await open();
    const options = { bounds: deviceBounds("default"), sources: createSourceAddresses([]), log: createLog("silent") };
    const second = openDeviceListener({
      ...options,
      host: "127.0.0.1",
      port: listener.port,
      metrics: metrics(),
      isMessageType: () => true,
      isTemporary: () => false,
      handleMessage: () => Promise.reject(new Error("unused")),
    });
    await expect(second).rejects.toThrow(
      `Port ${listener.port} is taken: stop what uses it, or set DM_PORT to another port.`,
    );
  });
});

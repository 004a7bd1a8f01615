import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createSourceAddresses, type Listener, openWebListener } from "../../listeners";
import { createLog } from "../../log";
import { Scope } from "../../services/principal";
import { type RestClient, type RestServer, startRestServer } from "./testing/rest-server";

// What is slow is waited for; how long exactly, a busy machine decides.
vi.setConfig({ testTimeout: 60_000 });

const BOUNDS = { headersTimeoutMs: 500, requestTimeoutMs: 1_500, headersMax: 50, headerOctetsMax: 16_384 };
/** By far longer than any bound above, and shorter than those that are usual. */
const CUT_WITHIN_MS = 9_000;
const TRICKLE_MS = 100;
const DEV_ID = "IMEI:350000000000001";

let server: RestServer;
let client: RestClient;
let listener: Listener;
const logged: string[] = [];
beforeAll(async () => {
  server = await startRestServer();
  client = await server.client(Scope.options);
  await client.post("/devices", { devId: DEV_ID });
  listener = await openWebListener({
    host: "127.0.0.1",
    port: 0,
    publicUrl: "http://127.0.0.1:3000",
    development: false,
    certificateHeader: null,
    sources: createSourceAddresses([]),
    log: createLog("info", { write: (line: string) => void logged.push(line) }),
    bounds: BOUNDS,
    handleApi: server.handle,
    preparePages: async () => async (_request, response) => void response.end("page"),
  });
});
afterAll(async () => {
  expect(server.faults).toEqual([]);
  expect(logged).toEqual([]);
  await listener.close(0);
  await server.close();
});

interface End {
  readonly text: string;
  readonly afterMs: number;
}

/** Writes what is given, then a piece after each moment, until the other side ends it. */
function talk(octets: string | Buffer, piece = ""): Promise<End> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket: Socket = connect(listener.port, "127.0.0.1", () => socket.write(octets));
    const trickle = setInterval(() => piece !== "" && socket.writable && socket.write(piece), TRICKLE_MS);
    const giveUp = setTimeout(() => socket.destroy(), CUT_WITHIN_MS * 2);
    socket.on("data", (chunk) => chunks.push(chunk));
    // A reset is an end as good as any.
    socket.on("error", () => {});
    socket.once("close", () => {
      clearInterval(trickle);
      clearTimeout(giveUp);
      resolve({ text: Buffer.concat(chunks).toString("latin1"), afterMs: performance.now() - startedAt });
    });
  });
}

const head = (line: string, headers: readonly string[] = []): string =>
  `${[`${line} HTTP/1.1`, "Host: x", ...headers].join("\r\n")}\r\n\r\n`;
const authorization = () => `Authorization: Bearer ${client.token}`;

/** A whole request with a JSON body, on a connection of its own. */
function post(path: string, body: string | Buffer): Promise<End> {
  const octets = Buffer.from(body);
  const headers = ["Connection: close", authorization(), "Content-Type: application/json"];
  const lines = head(`POST /api/v1${path}`, [...headers, `Content-Length: ${octets.length}`]);
  return talk(Buffer.concat([Buffer.from(lines), octets]));
}

function answerOf({ text }: End): { readonly status: number; readonly type: string; readonly body: string } {
  const [top = "", ...rest] = text.split("\r\n\r\n");
  return {
    status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(top)?.[1] ?? 0),
    type: /^content-type: *(.*?)\r?$/im.exec(top)?.[1] ?? "",
    body: rest.join("\r\n\r\n"),
  };
}

describe("a client that is slow", () => {
  const silent: readonly [string, () => string, string][] = [
    ["says nothing", () => "", ""],
    ["stops within its headers", () => "GET /api/v1/me HTTP/1.1\r\nHost: x\r\nX-", ""],
    ["sends its headers an octet at a time", () => "GET /api/v1/me HTTP/1.1\r\nHost: x\r\nX-", "x"],
    ["sends its headers a header at a time", () => "GET /api/v1/me HTTP/1.1\r\nHost: x\r\n", "X-A: b\r\n"],
    [
      "stops within its body",
      () => head("POST /api/v1/operations", [authorization(), "Content-Type: application/json", "Content-Length: 999"]),
      "",
    ],
    [
      "sends its body an octet at a time",
      () =>
        head("POST /api/v1/operations", [authorization(), "Content-Type: application/json", "Content-Length: 999999"]),
      " ",
    ],
    [
      "sends its body chunk by chunk",
      () =>
        head("POST /api/v1/operations", [
          authorization(),
          "Content-Type: application/json",
          "Transfer-Encoding: chunked",
        ]),
      "1\r\n \r\n",
    ],
    [
      "has no token and sends its body slowly",
      () => head("POST /api/v1/operations", ["Content-Type: application/json", "Content-Length: 999999"]),
      " ",
    ],
    [
      "sends a form slowly",
      () =>
        head("POST /api/v1/oauth/token", ["Content-Type: application/x-www-form-urlencoded", "Content-Length: 999"]),
      "a",
    ],
    [
      "sends a file slowly to an upload that there is not",
      () =>
        head("PATCH /api/v1/uploads/upl_nobody", [
          "Tus-Resumable: 1.0.0",
          "Upload-Offset: 0",
          "Content-Type: application/offset+octet-stream",
          "Content-Length: 999999",
        ]),
      "x",
    ],
    [
      "sends a list of devices slowly without a token",
      () => head("POST /api/v1/devices/imports", ["Content-Type: text/csv", "Content-Length: 999999"]),
      "x",
    ],
    [
      "sends a body slowly to a page",
      () => head("POST /devices", ["Content-Type: application/json", "Content-Length: 999999"]),
      "x",
    ],
  ];
  it.concurrent.each(silent)("is cut when it %s, with a refusal or nothing", async (_what, octets, piece) => {
    const end = await talk(octets(), piece);
    expect(end.afterMs).toBeLessThan(CUT_WITHIN_MS);
    expect(end.text).toMatch(/^$|^HTTP\/1\.1 4\d\d /);
  });

  it("keeps nobody else waiting, many at once", async () => {
    const slow = Array.from({ length: 200 }, () => talk(head("POST /api/v1/operations", ["Content-Length: 99"]), " "));
    const answers = await Promise.all(Array.from({ length: 20 }, () => post("/operations", "{}")));
    for (const answer of answers) expect(answerOf(answer).status).toBe(422);
    for (const end of await Promise.all(slow)) expect(end.afterMs).toBeLessThan(CUT_WITHIN_MS);
  });
});

describe("a client whose headers are too much", () => {
  const many = (count: number) => Array.from({ length: count }, (_, n) => `X-${n}: 1`);
  it.each([
    ["more octets than are read", () => [`X-Long: ${"a".repeat(BOUNDS.headerOctetsMax + 1)}`]],
    ["a name without end", () => [`${"a".repeat(BOUNDS.headerOctetsMax + 1)}: 1`]],
    ["many times more octets", () => [`X-Long: ${"a".repeat(2_000_000)}`]],
    ["one header more than are taken", () => many(BOUNDS.headersMax)],
    ["thousands of headers", () => many(1_000)],
  ])("gets 431 and is cut: %s", async (_what, headers) => {
    for (const path of ["/api/v1/me", "/"]) {
      const end = await talk(head(`GET ${path}`, headers()));
      expect(end.afterMs).toBeLessThan(CUT_WITHIN_MS);
      // Of a long one the rest may be on its way when the connection ends, which takes the answer with it.
      expect(end.text).toMatch(/^HTTP\/1\.1 431 |^$/);
    }
  });

  it("is served up to the limit", async () => {
    const headers = ["Connection: close", authorization(), ...many(BOUNDS.headersMax - 3)];
    expect(answerOf(await talk(head("GET /api/v1/me", headers))).status).toBe(200);
  });

  it.each([
    ["two lengths", ["Content-Length: 2", "Content-Length: 3"]],
    ["a length and chunks", ["Content-Length: 2", "Transfer-Encoding: chunked"]],
    ["a length that is none", ["Content-Length: -1"]],
    ["a line feed alone", ["X-A: b\nX-C: d"]],
    ["a header without a name", [": b"]],
    ["a blank before the colon", ["Content-Length : 2"]],
    ["a folded line", ["X-A: b\r\n c"]],
  ])("gets 400 and is cut: %s", async (_what, headers) => {
    const end = await talk(head("POST /api/v1/operations", headers));
    expect(answerOf(end).status).toBe(400);
    expect(end.afterMs).toBeLessThan(CUT_WITHIN_MS);
  });
});

describe("a body that is meant to do harm", () => {
  const operation = (more: string) =>
    `{"kind":"parameter.get","params":{"uris":["./DevInfo/Man"]},"target":{"devices":["${DEV_ID}"]}${more}}`;
  const utf16 = Buffer.from("\ufeff{}", "utf16le");
  it.each<[string, number, string | Buffer]>([
    ["__proto__", 400, operation(',"__proto__":{"isAdmin":true}')],
    ["an escaped __proto__", 400, operation(',"\\u005f\\u005fproto__":{"isAdmin":true}')],
    ["constructor", 400, operation(',"constructor":{"prototype":{"isAdmin":true}}')],
    ["__proto__ within the parameters", 400, operation(',"params":{"uris":["./A"],"__proto__":{"uris":[]}}')],
    ["__proto__ alone", 400, '{"__proto__":{"kind":"parameter.get"}}'],
    ["__proto__ of Object as a kind", 422, operation(',"kind":"__proto__"')],
    ["constructor as a kind", 422, operation(',"kind":"constructor"')],
    ["toString as a field", 422, operation(',"toString":1')],
    ["half a surrogate pair", 400, operation(',"reference":"\\ud800"')],
    ["the other half", 400, operation(',"reference":"\\udc00x"')],
    ["U+0000", 400, operation(',"reference":"a\\u0000b"')],
    [
      "octets that are no UTF-8",
      400,
      Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')]),
    ],
    ["a surrogate pair as UTF-8", 400, Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
    ["UTF-16", 400, utf16],
    ["letters that only look like a DevId", 422, operation(',"target":{"devices":["\u0399MEI:350000000000001"]}')],
    ["digits of another script", 422, operation(',"target":{"devices":["IMEI:\uff13\uff15"]}')],
    ["a text turned round", 422, operation(',"kind":"parameter\u202e.get"')],
    ["a field of a look-alike name", 422, operation(',"k\u0456nd":"x"')],
    ["a number without end", 422, operation(`,"priority":${"9".repeat(10_000)}`)],
    ["deep nesting", 400, "[".repeat(100_000)],
    ["a list", 400, "[]"],
  ])("is answered with a problem: %s", async (_what, status, body) => {
    const answer = answerOf(await post("/operations", body));
    expect(answer).toMatchObject({ status, type: "application/problem+json" });
    expect(JSON.parse(answer.body)).toMatchObject({ status, type: expect.stringMatching(/^urn:dmwsi:problem:/) });
    expect(Object.prototype).not.toHaveProperty("isAdmin");
  });

  it("is taken as it is where it is only odd", async () => {
    for (const reference of [
      "\u202e\u0661",
      "e\u0301 \u00e9",
      "\u{1F469}\u200D\u{1F4BB}",
      "\ufeff\u2028",
      "\u{10FFFF}",
    ]) {
      const answer = answerOf(await post("/operations", operation(`,"reference":${JSON.stringify(reference)}`)));
      expect(answer.status).toBe(202);
      expect(JSON.parse(Buffer.from(answer.body, "latin1").toString()).reference).toBe(reference);
    }
  });

  it.each([
    "/%00",
    "/devices/%ff",
    "/devices/%ed%a0%80",
    "/devices/\u00e9",
    "/devices?q=%00",
    "/__proto__",
    "/constructor",
  ])("is answered with a problem or cut as an address: %s", async (path) => {
    const lines = head(`GET /api/v1${path}`, ["Connection: close", authorization()]);
    const answer = answerOf(await talk(Buffer.from(lines, "utf8")));
    expect([400, 404]).toContain(answer.status);
    if (answer.body !== "") expect(answer.type).toBe("application/problem+json");
  });
});

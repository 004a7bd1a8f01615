import { type IncomingMessage, type OutgoingHttpHeaders, request, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createLog } from "../log";
import type { Listener } from "./listener";
import { createSourceAddresses } from "./source-address";
import type { WebBounds } from "./web-bounds";
import { openWebListener } from "./web-listener";

interface Seen {
  readonly by: "page" | "api";
  readonly headers: IncomingMessage["headers"];
  readonly rawHeaders: string[];
}

let listener: Listener;
let seen: Seen[];
let logged: string[];

async function open(
  settings: { publicUrl?: string; proxies?: string[]; bounds?: Partial<WebBounds> } = {},
): Promise<void> {
  seen = [];
  logged = [];
  const answerAs = (by: Seen["by"]) => async (incoming: IncomingMessage, response: ServerResponse) => {
    seen.push({ by, headers: { ...incoming.headers }, rawHeaders: [...incoming.rawHeaders] });
    if (incoming.url === "/throws") throw new Error("canary");
    if (incoming.url === "/api/v1/slow") {
      incoming.resume();
      await new Promise((resolve) => incoming.once("close", resolve));
      return;
    }
    if (incoming.url === "/stream") {
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      response.write("data: 1\n\n");
      return;
    }
    response.end(by);
  };
  listener = await openWebListener({
    certificateHeader: "client-cert",
    host: "127.0.0.1",
    port: 0,
    publicUrl: settings.publicUrl ?? "http://127.0.0.1:3000",
    development: false,
    ...(settings.bounds && { bounds: settings.bounds }),
    sources: createSourceAddresses(settings.proxies ?? []),
    log: createLog("info", { write: (line: string) => void logged.push(line) }),
    handleApi: answerAs("api"),
    preparePages: async () => answerAs("page"),
  });
}
beforeEach(() => open());
afterEach(() => listener.close(0));

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
}

function send(method: string, path: string, headers: OutgoingHttpHeaders = {}, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: "127.0.0.1", port: listener.port, method, path, headers, agent: false },
      (incoming) => {
        let text = "";
        incoming.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
        });
        incoming.once("end", () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text }));
        incoming.once("error", reject);
      },
    );
    outgoing.once("error", reject);
    outgoing.end(body);
  });
}

describe("openWebListener", () => {
  test("gives the API what is under /api/v1 and the keys that are well known, and the pages the rest", async () => {
    for (const path of ["/api/v1", "/api/v1/operations", "/api/v1?x=1", "/.well-known/jwks.json"])
      expect((await send("GET", path)).text).toBe("api");
    for (const path of ["/", "/devices", "/api/v10", "/api/trpc/x", "/.well-known/jwks"])
      expect((await send("GET", path)).text).toBe("page");
    expect((await send("DELETE", "/api/v1/devices/dev_1")).text).toBe("api");
  });

  test("takes away every header that steers Next or the pages from within", async () => {
    const spoofed = {
      "X-Middleware-Subrequest": "src/middleware:src/middleware",
      "x-middleware-rewrite": "/admin",
      "X-Nextjs-Data": "1",
      "x-invoke-path": "/admin",
      "x-matched-path": "/admin",
      "x-prerender-revalidate": "1",
      "X-Nonce": "spoofed",
      "Content-Security-Policy": "script-src 'nonce-spoofed'",
      "X-Dmwsi-Source-Address": "10.0.0.1",
      "X-Forwarded-For": "10.0.0.1",
      "X-Forwarded-Host": "evil.example",
      "X-Forwarded-Proto": "https",
      Forwarded: "for=10.0.0.1",
      "X-Real-IP": "10.0.0.1",
      "X-Request-Id": "spoofed-request",
    };
    await send("GET", "/", { ...spoofed, RSC: "1", "X-Dmwsi": "1", Cookie: "a=b" });
    const { headers, rawHeaders } = seen[0] ?? { headers: {}, rawHeaders: [] };
    expect(JSON.stringify(headers)).not.toMatch(/spoofed|admin|evil|10\.0\.0\.1|subrequest/);
    expect(JSON.stringify(rawHeaders)).not.toMatch(/spoofed|admin|evil|10\.0\.0\.1|subrequest/);
    expect(headers).toMatchObject({ rsc: "1", "x-dmwsi": "1", cookie: "a=b", "x-dmwsi-source-address": "127.0.0.1" });
  });

  test("passes on the thumbprint of a client certificate that a listed proxy shows, and nobody else's", async () => {
    const headers = { "client-cert": "ab".repeat(32), "x-dmwsi-client-certificate": "A".repeat(43) };
    await send("GET", "/api/v1/me", headers);
    await listener.close(0);
    const [direct] = seen;
    await open({ proxies: ["127.0.0.0/8"] });
    await send("GET", "/api/v1/me", headers);
    await send("GET", "/api/v1/me", { ...headers, "client-cert": ["ab".repeat(32), "cd".repeat(32)] });
    const [proxied, twice] = seen;
    const thumbprint = Buffer.from("ab".repeat(32), "hex").toString("base64url");
    expect(direct?.headers["x-dmwsi-client-certificate"]).toBeUndefined();
    expect(proxied?.headers["x-dmwsi-client-certificate"]).toBe(thumbprint);
    expect(twice?.headers["x-dmwsi-client-certificate"]).toBeUndefined();
    for (const one of [direct, proxied, twice]) expect(one?.headers["client-cert"]).toBeUndefined();
  });

  test("believes forwarding headers of a listed proxy", async () => {
    await listener.close(0);
    await open({ proxies: ["127.0.0.0/8"] });
    const answer = await send("GET", "/", { "X-Forwarded-For": "198.51.100.9", "X-Request-Id": "given_id-1" });
    expect(seen[0]?.headers).toMatchObject({
      "x-dmwsi-source-address": "198.51.100.9",
      "x-forwarded-for": "198.51.100.9",
      "x-request-id": "given_id-1",
    });
    expect(answer.headers["x-request-id"]).toBe("given_id-1");
    const odd = await send("GET", "/", { "X-Request-Id": "<script>" });
    expect(odd.headers["x-request-id"]).toMatch(/^[0-9a-f]{24}$/);
  });

  test("gives each answer a nonce of its own, and the page the same one", async () => {
    const answers = [await send("GET", "/"), await send("GET", "/")];
    const nonces = answers.map(
      ({ headers }) => /'nonce-([^']+)'/.exec(String(headers["content-security-policy"]))?.[1],
    );
    expect(new Set(nonces).size).toBe(2);
    for (const [i, nonce] of nonces.entries()) {
      expect(Buffer.from(nonce ?? "", "base64")).toHaveLength(16);
      expect(seen[i]?.headers["x-nonce"]).toBe(nonce);
      expect(seen[i]?.headers["content-security-policy"]).toContain(`'nonce-${nonce}'`);
    }
  });

  test("sends the page policy and the other protections", async () => {
    const { headers } = await send("GET", "/");
    const policy = String(headers["content-security-policy"]).replaceAll(/'nonce-[^']+'/g, "'nonce'");
    expect(policy).toBe(
      "default-src 'self'; script-src 'self' 'nonce' 'strict-dynamic'; style-src-elem 'self' 'nonce'; style-src-attr 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; report-uri /api/csp-report",
    );
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "cache-control": "private, no-store",
    });
    expect(headers["strict-transport-security"]).toBeUndefined();
    expect((await send("GET", "/_next/static/chunks/a.js")).headers["cache-control"]).toBeUndefined();
  });

  test("asks browsers to stay with https where the console is reached by it", async () => {
    await listener.close(0);
    await open({ publicUrl: "https://console.example" });
    expect((await send("GET", "/")).headers["strict-transport-security"]).toBe("max-age=31536000; includeSubDomains");
  });

  const body = "{}";
  const json = { "Content-Type": "application/json", "Content-Length": body.length };
  const cases: readonly [string, number, () => Promise<Answer>][] = [
    ["HEAD of a page", 200, () => send("HEAD", "/devices")],
    ["POST to the console's API", 200, () => send("POST", "/api/trpc/operations.start", json, body)],
    ["POST to sign-in", 200, () => send("POST", "/api/auth/callback/credentials", json, body)],
    ["POST to a page", 405, () => send("POST", "/devices", json, body)],
    [
      "a form posted to a page",
      405,
      () => send("POST", "/", { "Content-Type": "multipart/form-data; boundary=x", "Content-Length": 2 }, body),
    ],
    ["POST beside the console's API", 405, () => send("POST", "/api/trpcx", json, body)],
    ["PUT to the console's API", 405, () => send("PUT", "/api/trpc/x", json, body)],
    ["DELETE of a page", 405, () => send("DELETE", "/devices")],
    ["OPTIONS", 405, () => send("OPTIONS", "/api/trpc/x")],
    ["a Server Action", 404, () => send("POST", "/api/trpc/x", { ...json, "Next-Action": "abc" }, body)],
    ["a Server Action by GET", 404, () => send("GET", "/devices", { "Next-Action": "abc" })],
    ["the image service", 404, () => send("GET", "/_next/image?url=http%3A%2F%2F127.0.0.1&w=64&q=75")],
    ["the device endpoint", 404, () => send("GET", "/dm")],
    ["a download", 404, () => send("GET", "/dl/token")],
    ["another host as path", 400, () => send("GET", "//evil.example/x")],
    ["a whole address as path", 400, () => send("GET", "http://evil.example/x")],
    ["a backslash", 400, () => send("GET", "/\\evil.example")],
    ["a body without its length", 411, () => send("POST", "/api/trpc/x", { "Transfer-Encoding": "chunked" }, body)],
    ["a body over 1 MiB", 413, () => send("POST", "/api/trpc/x", {}, "x".repeat(1_048_577))],
  ];
  test.each(cases)("%s gets %i", async (_name, status, run) => {
    const answer = await run();
    expect(answer.status).toBe(status);
    expect(seen).toHaveLength(status === 200 ? 1 : 0);
    if (status === 405) expect(answer.headers.allow).toMatch(/^GET, HEAD/);
    if (status >= 400 && answer.text !== "") {
      expect(answer.headers["content-type"]).toBe("application/problem+json");
      expect(JSON.parse(answer.text)).toMatchObject({ status, instance: answer.headers["x-request-id"] });
    }
    expect(answer.headers["x-content-type-options"]).toBe("nosniff");
  });

  const broken: readonly [string, number, string][] = [
    ["a line that is none of HTTP", 400, "GET\r\n\r\n"],
    ["another protocol", 400, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"],
    ["two lengths", 400, "POST /api/v1/me HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"],
    ["a chunk that is none", 400, "POST /api/v1/slow HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"],
    ["too long headers", 431, `GET /api/v1/me HTTP/1.1\r\nHost: x\r\nX-A: ${"a".repeat(40_000)}\r\n\r\n`],
  ];
  test.each(broken)("what is no request is answered with a problem too: %s", async (_name, status, octets) => {
    const socket = connect(listener.port, "127.0.0.1");
    socket.write(Buffer.from(octets, "latin1"));
    let text = "";
    for await (const chunk of socket) text += String(chunk);
    const [head = "", body = ""] = text.split("\r\n\r\n");
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(head).toContain("Content-Type: application/problem+json\r\n");
    const instance = /X-Request-Id: (\w+)/.exec(head)?.[1];
    expect(JSON.parse(body)).toMatchObject({ status, instance });
  });

  test("a body that does not come in time is 408", async () => {
    await listener.close(0);
    await open({ bounds: { requestTimeoutMs: 200 } });
    const socket = connect(listener.port, "127.0.0.1");
    socket.write("POST /api/v1/slow HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx");
    let text = "";
    for await (const chunk of socket) text += String(chunk);
    expect(text).toMatch(/^HTTP\/1\.1 408 [\s\S]*application\/problem\+json/);
  });

  test.each([
    ["/_next/hmr", "websocket"],
    ["/api/v1/me", "h2c"],
  ])("lets no socket be upgraded: %s to %s is refused with a problem that says so", async (path, protocol) => {
    const socket = connect(listener.port, "127.0.0.1");
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
    );
    let text = "";
    for await (const chunk of socket) text += String(chunk);
    const [head = "", body = ""] = text.split("\r\n\r\n");
    expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(head).toMatch(/\r\nContent-Type: application\/problem\+json\r\n/);
    const problem = JSON.parse(body);
    expect(problem).toMatchObject({ type: "urn:dmwsi:problem:invalid-request", status: 400 });
    expect(problem.detail).toContain("without the header Upgrade");
    expect(head).toContain(`\r\nX-Request-Id: ${problem.instance}`);
    expect(seen).toHaveLength(0);
  });

  test("tells nothing of a fault of ours but the request id, which is in the log", async () => {
    const answer = await send("GET", "/throws");
    expect(answer.headers["x-request-id"]).toMatch(/^[0-9a-f]{24}$/);
    expect(JSON.parse(answer.text)).toEqual({
      type: "urn:dmwsi:problem:internal",
      title: "A fault of the server's own",
      status: 500,
      detail: "It is logged under this request's id.",
      instance: answer.headers["x-request-id"],
    });
    expect(JSON.parse(logged[0] ?? "{}")).toMatchObject({
      event: "web.request_failed",
      requestId: answer.headers["x-request-id"],
    });
  });

  test("logs which rule of the policy a page broke, never the query, and not without end", async () => {
    const report = JSON.stringify({
      "csp-report": {
        "document-uri": "http://127.0.0.1:3000/devices?q=canary",
        "effective-directive": "script-src-elem",
      },
    });
    for (let n = 0; n < 50; n += 1) expect((await send("POST", "/api/csp-report", {}, report)).status).toBe(204);
    expect((await send("POST", "/api/csp-report", {}, "not json")).status).toBe(204);
    expect(logged).toHaveLength(30);
    expect(JSON.parse(logged[0] ?? "{}")).toMatchObject({ reason: "script-src-elem", route: "/devices" });
    expect(logged.join()).not.toContain("canary");
  });

  test("ends live streams at once when it closes", async () => {
    const stream = send("GET", "/stream").catch((error: unknown) => error);
    while (seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const startedAt = performance.now();
    await listener.close(10_000);
    expect(performance.now() - startedAt).toBeLessThan(8_000);
    await stream;
  });
});

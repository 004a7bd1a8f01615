import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSourceAddresses, type Listener, openWebListener } from "../../listeners";
import { createLog } from "../../log";
import { Scope } from "../../services/principal";
import { PROBLEMS } from "./problem";
import { ask, type RestAnswer, type RestClient, type RestServer, startRestServer } from "./testing/rest-server";

const DEV_ID = "IMEI:350000000000001";
let server: RestServer;
let client: RestClient;
let other: RestClient;
let listener: Listener;
beforeAll(async () => {
  server = await startRestServer();
  client = await server.client(Scope.options);
  other = await server.client(Scope.options);
  await client.post("/devices", { devId: DEV_ID, model: "M1" });
  listener = await openWebListener({
    host: "127.0.0.1",
    port: 0,
    publicUrl: "http://127.0.0.1:3000",
    development: false,
    certificateHeader: null,
    sources: createSourceAddresses([]),
    log: createLog("error"),
    handleApi: server.handle,
    preparePages: async () => async (_request, response) => void response.end("page"),
  });
});
afterAll(async () => {
  expect(server.faults).toEqual([]);
  await listener.close(0);
  await server.close();
});

const operation = (facts: object = {}) => ({
  kind: "parameter.get",
  params: { uris: ["./DevInfo/Man"] },
  target: { devices: [DEV_ID] },
  ...facts,
});

function expectProblem(answer: RestAnswer, status: number, slug: keyof typeof PROBLEMS): void {
  expect([answer.status, answer.headers.get("content-type")]).toEqual([status, "application/problem+json"]);
  expect(answer.json).toMatchObject({
    type: `urn:dmwsi:problem:${slug}`,
    title: PROBLEMS[slug].title,
    status,
    detail: expect.stringMatching(/\.$/),
    instance: answer.headers.get("x-request-id"),
  });
}

/** Octets to the web listener as they are, and the answer. */
async function talk(octets: string): Promise<RestAnswer> {
  const socket = connect(listener.port, "127.0.0.1", () => socket.write(octets));
  let text = "";
  for await (const chunk of socket) text += String(chunk);
  const [head = "", body = ""] = text.split("\r\n\r\n");
  const [line = "", ...lines] = head.split("\r\n");
  const headers = new Headers(lines.map((one) => one.split(": ") as [string, string]));
  return { status: Number(line.split(" ")[1]), headers, text: body, json: JSON.parse(body) };
}

/** Every rule that holds for all routes, in the words and the order of the contract; the finer tests are in other files. */
describe("conventions", () => {
  it("errors: problem+json with type, title, status, detail and the request's id; each wrong field by a pointer", async () => {
    const answer = await client.post("/operations", operation({ priority: 77, colour: "red" }));
    expectProblem(answer, 422, "invalid-field");
    const pointers = answer.json.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers.toSorted()).toEqual(["/colour", "/priority"]);
    for (const { code, detail } of answer.json.errors)
      expect([code, detail]).toEqual([expect.any(String), expect.any(String)]);
    expectProblem(await ask(`${server.url}/me`), 401, "unauthenticated");
    expectProblem(await client.get("/nowhere"), 404, "not-found");
    expectProblem(await ask(`${server.url}/devices`, { method: "DELETE" }), 405, "invalid-request");
  });

  it.each([
    ["a first line that is none", "HELLO\r\n\r\n", 400, "invalid-request"],
    [
      "two lengths",
      "GET /api/v1/me HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
      400,
      "invalid-request",
    ],
    [
      "headers that are too long",
      `GET /api/v1/me HTTP/1.1\r\nHost: x\r\nX-A: ${"a".repeat(40_000)}\r\n\r\n`,
      431,
      "too-large",
    ],
    ["too many headers", `GET /api/v1/me HTTP/1.1\r\nHost: x\r\n${"X-A: 1\r\n".repeat(300)}\r\n`, 431, "too-large"],
    ["no route, below the API", "GET /api/v1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 404, "not-found"],
    ["no page", "GET /dm HTTP/1.1\r\nHost: x\r\n\r\n", 404, "not-found"],
    ["a page's method", "PUT /devices HTTP/1.1\r\nHost: x\r\n\r\n", 405, "invalid-request"],
  ] as const)("errors: the same from the listener itself: %s", async (_what, octets, status, slug) => {
    expectProblem(await talk(octets), status, slug);
  });

  it("lists: {items, next} with limit 1 to 500, and Link to the next page; each item once while others come", async () => {
    for (let n = 0; n < 3; n += 1) await client.post("/operations", operation({ reference: "lists" }));
    const first = await client.get("/operations?reference=lists&limit=2");
    expect(Object.keys(first.json)).toEqual(["items", "next"]);
    const [, next = ""] = /^<\/api\/v1(.+)>; rel="next"$/.exec(first.headers.get("link") ?? "") ?? [];
    await client.post("/operations", operation({ reference: "lists" }));
    const second = await client.get(next);
    expect([second.json.items.length, second.json.next, second.headers.get("link")]).toEqual([1, null, null]);
    const ids = [first, second].flatMap(({ json }) => json.items.map(({ id }: { id: string }) => id));
    expect(new Set(ids).size).toBe(3);
    for (const limit of [0, 501, "x"])
      expectProblem(await client.get(`/operations?limit=${limit}`), 400, "invalid-request");
  });

  it("idempotency: the same key and body get the same octets, another body 422; a key is 1 to 255 visible characters", async () => {
    const key = { "idempotency-key": "conventions-1" };
    const first = await client.post("/operations", operation(), key);
    const again = await client.post("/operations", operation(), key);
    expect([again.status, again.text]).toEqual([202, first.text]);
    expect([first, again].map(({ headers }) => headers.get("idempotency-replayed"))).toEqual([null, "true"]);
    expectProblem(await client.post("/operations", operation({ priority: 9 }), key), 422, "idempotency-key-reused");
    for (const bad of ["x".repeat(256), "a b"]) {
      expectProblem(await client.post("/operations", operation(), { "idempotency-key": bad }), 400, "invalid-request");
    }
  });

  it("concurrency: ETag on what changes, If-Match on what changes it, 412 for who has lost the race", async () => {
    const { json: group, headers } = await client.post("/groups", { name: "conventions", filter: 'model = "M1"' });
    const etag = headers.get("etag") ?? "";
    expect(etag).toBe('"1"');
    const change = (name: string) => client.patch(`/groups/${group.id}`, { name }, { "if-match": etag });
    expect((await change("first")).headers.get("etag")).toBe('"2"');
    expectProblem(await change("second"), 412, "precondition-failed");
    const started = await client.post("/operations", operation({ approval: true }));
    expect(started.headers.get("etag")).toBe('"1"');
    const approved = await other.post(`/operations/${started.json.id}/approve`, {}, { "if-match": '"7"' });
    expectProblem(approved, 412, "precondition-failed");
  });

  it("limits: RateLimit and its policy on every answer, 429 with Retry-After; a body up to 1 MiB and 32 levels", async () => {
    const tired = await server.client(["devices:read"]);
    const { headers } = await tired.get("/devices");
    expect(headers.get("ratelimit-policy")).toMatch(/^"read";q=\d+;w=\d+$/);
    expect(headers.get("ratelimit")).toMatch(/^"read";r=\d+;t=\d+$/);
    await server.test
      .sql`update rate_limits set empty_at = now() + interval '1 hour' where client_id = ${tired.clientId}`;
    const answer = await tired.get("/devices");
    expectProblem(answer, 429, "rate-limited");
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(3_000);
    expectProblem(await client.post("/operations", `{"x": "${"x".repeat(1_048_576)}"}`), 413, "too-large");
    expectProblem(await client.post("/operations", `${"[".repeat(33)}${"]".repeat(33)}`), 400, "invalid-request");
  });

  it("ids of others: 404, exactly as for what does not exist", async () => {
    const { json } = await client.post("/operations", operation());
    const foreign = await other.get(`/operations/${json.id}`);
    const unknown = await other.get("/operations/op_00000000000000000000000000");
    expectProblem(foreign, 404, "not-found");
    const octets = ({ text, headers }: RestAnswer) => text.replace(headers.get("x-request-id") ?? "", "");
    expect(octets(foreign)).toBe(octets(unknown));
  });

  it("filters: an error names the column", async () => {
    const answer = await client.get(`/devices?filter=${encodeURIComponent("model == 1")}`);
    expectProblem(answer, 400, "invalid-request");
    expect(answer.json.errors[0].detail).toMatch(/column \d+/i);
  });

  it("forms: times are RFC 3339 in UTC, ids have a prefix, fields are camelCase", async () => {
    const { text, json } = await client.post("/operations", operation());
    expect(json.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect([json.id, json.createdBy.id]).toEqual([expect.stringMatching(/^op_/), expect.stringMatching(/^xs_/)]);
    for (const [, name] of text.matchAll(/"(\w+)":/g)) expect(name).toMatch(/^[a-z][A-Za-z]*$/);
  });
});

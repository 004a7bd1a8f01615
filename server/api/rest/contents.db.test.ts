import { createHash, randomBytes } from "node:crypto";
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, type RestAnswer, type RestClient, type RestServer, startRestServer } from "./testing/rest-server";

let server: RestServer;
let client: RestClient;

beforeAll(async () => {
  server = await startRestServer();
  client = await server.client(["contents:read", "contents:write", "audit:read"]);
});
afterAll(() => server.close());

const TUS = { "Tus-Resumable": "1.0.0" };

function registrationOf(octets: Uint8Array) {
  const sha256 = createHash("sha256").update(octets).digest("hex");
  return { name: "r5.bin", kind: "firmware", version: "1.4", size: octets.length, sha256 };
}

async function begin(octets: Uint8Array): Promise<{ readonly id: string; readonly url: string }> {
  const { json, status } = await client.post("/contents", registrationOf(octets));
  expect(status).toBe(201);
  return { id: json.id, url: new URL(json.upload.url, server.url).href };
}

function send(url: string, octets: Uint8Array, offset: number | string, headers: Record<string, string> = {}) {
  return ask(url, {
    method: "PATCH",
    headers: { ...TUS, "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset), ...headers },
    body: Buffer.from(octets),
  });
}

function offsetOf(answer: RestAnswer): string | null {
  return answer.headers.get("upload-offset");
}

/** Sends the beginning of what it announces, and hangs up. */
async function cutAfter(url: string, octets: Uint8Array, offset: number, sent: number): Promise<void> {
  const headers = { ...TUS, "Content-Type": "application/offset+octet-stream", "Upload-Offset": offset };
  const call = request(url, { method: "PATCH", headers: { ...headers, "Content-Length": octets.length } });
  call.on("error", () => {});
  call.write(octets.subarray(0, sent));
  await new Promise((resolve) => setTimeout(resolve, 50));
  call.destroy();
}

describe("an upload (tus 1.0)", () => {
  it("takes the octets in pieces, says where it goes on, and then is checked", async () => {
    const octets = randomBytes(300_000);
    const { id, url } = await begin(octets);
    const head = await ask(url, { method: "HEAD", headers: TUS });
    expect([head.status, offsetOf(head), head.headers.get("upload-length")]).toEqual([200, "0", "300000"]);
    expect(head.headers.get("cache-control")).toBe("no-store");
    const first = await send(url, octets.subarray(0, 100_000), 0);
    expect([first.status, offsetOf(first), first.text]).toEqual([204, "100000", ""]);
    expect(first.headers.get("upload-expires")).toMatch(/ GMT$/);
    expect(first.headers.get("content-length")).toBeNull();
    expect((await client.get(`/contents/${id}`)).json).toMatchObject({ state: "uploading", received: 100_000 });
    const last = await send(url, octets.subarray(100_000), 100_000);
    expect([last.status, offsetOf(last), last.headers.get("upload-expires")]).toEqual([204, "300000", null]);
    expect((await client.get(`/contents/${id}`)).json).toMatchObject({ state: "verifying", upload: null });
    expect(offsetOf(await ask(url, { method: "HEAD", headers: TUS }))).toBe("300000");
  });

  it("goes on after cuts, wherever they are", async () => {
    const octets = randomBytes(500_000);
    const { id, url } = await begin(octets);
    let offset = 0;
    for (const sent of [1, 70_000, 130_000]) {
      await cutAfter(url, octets.subarray(offset), offset, sent);
      offset = Number(offsetOf(await ask(url, { method: "HEAD", headers: TUS })));
      expect(offset).toBeLessThanOrEqual(octets.length);
    }
    expect(offset).toBeGreaterThan(0);
    expect((await send(url, octets.subarray(offset), offset)).status).toBe(204);
    expect((await client.get(`/contents/${id}`)).json.state).toBe("verifying");
  });

  it("says what it can", async () => {
    const { url } = await begin(randomBytes(10));
    const options = await ask(url, { method: "OPTIONS" });
    expect(options.status).toBe(204);
    expect(options.headers.get("tus-version")).toBe("1.0.0");
    expect(options.headers.get("tus-extension")).toBe("termination,expiration");
    expect(options.headers.get("tus-max-size")).toBe("4294967296");
  });

  it("can be given up, and is over then", async () => {
    const { id, url } = await begin(randomBytes(10));
    expect((await ask(url, { method: "DELETE", headers: TUS })).status).toBe(204);
    expect((await client.get(`/contents/${id}`)).json).toMatchObject({
      state: "rejected",
      reason: { code: "given_up" },
    });
    expect((await send(url, randomBytes(10), 0)).status).toBe(410);
    expect((await ask(url, { method: "HEAD", headers: TUS })).status).toBe(410);
    const { json } = await client.get(`/audit?object=${id}`);
    expect(json.items.map(({ action }: Record<string, unknown>) => action)).toEqual([
      "content.give_up",
      "content.register",
    ]);
    expect(json.items[0]).toMatchObject({
      actor: { kind: "system", id: client.id },
      before: { state: "uploading" },
      after: { state: "rejected" },
      sourceAddress: expect.stringContaining("127.0.0.1"),
    });
  });

  it("takes its methods from a header where what stands between knows no PATCH", async () => {
    const { url } = await begin(Buffer.from("0123456789"));
    const headers = { ...TUS, "X-HTTP-Method-Override": "PATCH", "Content-Type": "application/offset+octet-stream" };
    const answer = await ask(url, { method: "POST", headers: { ...headers, "Upload-Offset": "0" }, body: "01234" });
    expect([answer.status, offsetOf(answer)]).toEqual([204, "5"]);
    for (const override of [{}, { "X-HTTP-Method-Override": "PUT" }]) {
      const refused = await ask(url, { method: "POST", headers: { ...TUS, ...override } });
      expect([refused.status, refused.headers.get("allow")]).toEqual([405, "OPTIONS, GET, HEAD, PATCH, DELETE"]);
    }
  });

  it("takes octets whatever letter case their type is written in", async () => {
    const { url } = await begin(Buffer.from("0123456789"));
    const answer = await send(url, Buffer.from("01234"), 0, { "Content-Type": "Application/Offset+Octet-Stream" });
    expect([answer.status, offsetOf(answer)]).toEqual([204, "5"]);
  });

  it("does not show its address to others, nor keep it in clear", async () => {
    const octets = randomBytes(10);
    const key = { "Idempotency-Key": "upload-1" };
    const first = await client.post("/contents", registrationOf(octets), key);
    const again = await client.post("/contents", registrationOf(octets), key);
    expect(again.text).toBe(first.text);
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    const token = first.json.upload.url.split("/").at(-1);
    const [kept] = await server.test.sql`select body from idempotency_keys where key = 'upload-1'`;
    expect(kept?.["body"]).toMatch(/^v1\./);
    expect(String(kept?.["body"])).not.toContain(token);
    const reader = await server.client(["contents:read"]);
    expect((await reader.get(`/contents/${first.json.id}`)).status).toBe(404);
  });

  it("ends when its system is disabled", async () => {
    const other = await server.client(["contents:write"]);
    const { json } = await other.post("/contents", registrationOf(randomBytes(10)));
    await server.test.sql.begin(async (sql) => {
      await sql`select set_config('dmwsi.audit_id', '1', true)`;
      await sql`update external_systems set disabled = true where 'xs' = 'xs' and name = ${json.createdBy.name}`;
    });
    expect((await send(new URL(json.upload.url, server.url).href, randomBytes(10), 0)).status).toBe(404);
  });
});

describe("trust:content-upload: what does not fit ends in the stated answer", () => {
  const octets = randomBytes(1_000);
  let covered = 0;
  const cases: readonly (readonly [string, number, (url: string) => Promise<RestAnswer>])[] = [
    ["octets from another offset", 409, (url) => send(url, octets, 5)],
    ["more octets than registered, announced", 413, (url) => send(url, randomBytes(1_001), 0)],
    ["another version of tus", 412, (url) => send(url, octets, 0, { "Tus-Resumable": "0.2.2" })],
    ["no offset", 400, (url) => send(url, octets, "")],
    ["an offset that is no number", 400, (url) => send(url, octets, "-1")],
    ["octets of another type", 415, (url) => send(url, octets, 0, { "Content-Type": "application/json" })],
    ["packed octets", 415, (url) => send(url, octets, 0, { "Content-Encoding": "gzip" })],
    [
      "an address that was changed",
      404,
      (url) => send(`${url.slice(0, -1)}${url.endsWith("A") ? "B" : "A"}`, octets, 0),
    ],
    ["an address with a tail", 404, (url) => send(`${url}A`, octets, 0)],
    ["an address of nothing", 404, (url) => send(url.replace(/[^/]+$/, "x"), octets, 0)],
    ["a query", 400, (url) => send(`${url}?offset=1`, octets, 0)],
    ["a method that is not known", 405, (url) => ask(url, { method: "PUT", body: "x" })],
  ];

  it.each(cases)("%s: %i", async (_what, status, call) => {
    const { id, url } = await begin(octets);
    const answer = await call(url);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect((await client.get(`/contents/${id}`)).json).toMatchObject({ state: "uploading", received: 0 });
    await client.delete(`/contents/${id}`);
    covered += 1;
  });

  it("more octets than registered, not announced: 413, and those before are kept", async () => {
    const { id, url } = await begin(octets);
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue(randomBytes(700));
        controller.enqueue(randomBytes(700));
        controller.close();
      },
    });
    const headers = { ...TUS, "Content-Type": "application/offset+octet-stream", "Upload-Offset": "0" };
    const answer = await ask(url, { method: "PATCH", headers, body: stream, duplex: "half" } as RequestInit);
    expect(answer.status).toBe(413);
    expect((await client.get(`/contents/${id}`)).json.state).toBe("uploading");
    await client.delete(`/contents/${id}`);
    covered += 1;
  });

  it("an upload that another process writes: 423, and it goes on when that one is gone", async () => {
    const { id, url } = await begin(octets);
    const leased = (interval: string) => server.test.sql`
      update contents set leased_by = gen_random_uuid(), lease_until = now() + ${interval}::interval where state = 'uploading'`;
    await leased("30 seconds");
    expect((await send(url, octets, 0)).status).toBe(423);
    expect((await ask(url, { method: "DELETE", headers: TUS })).status).toBe(423);
    await leased("-1 second");
    expect((await send(url, octets, 0)).status).toBe(204);
    expect((await client.get(`/contents/${id}`)).json.state).toBe("verifying");
    covered += 1;
  });

  it("the same octets sent twice at once: one writes, and nothing is mixed up", async () => {
    const large = randomBytes(2_000_000);
    const { id, url } = await begin(large);
    const statuses = (
      await Promise.all([send(url, large, 0).catch(() => null), send(url, large, 0).catch(() => null)])
    ).map((answer) => answer?.status ?? "cut");
    const offset = Number(offsetOf(await ask(url, { method: "HEAD", headers: TUS })));
    if (offset < large.length) expect((await send(url, large.subarray(offset), offset)).status).toBe(204);
    expect(statuses.every((status) => [204, 400, 409, 410, 423, "cut"].includes(status))).toBe(true);
    expect((await client.get(`/contents/${id}`)).json.state).toBe("verifying");
    covered += 1;
  });

  it("an eleventh open upload: 429", async () => {
    const greedy = await server.client(["contents:write"]);
    for (let i = 0; i < 10; i += 1) await greedy.post("/contents", registrationOf(randomBytes(10)));
    const answer = await greedy.post("/contents", registrationOf(octets));
    expect([answer.status, answer.json.type]).toEqual([429, "urn:dmwsi:problem:quota-exceeded"]);
    covered += 1;
  });

  it("and that is all of them, without a fault of ours", () => {
    console.log(`content-upload ${covered}/${cases.length + 4}`);
    expect(covered).toBe(cases.length + 4);
    expect(server.faults).toEqual([]);
  });
});

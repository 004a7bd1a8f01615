import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Realm } from "../../services/principal";
import { Scope } from "../../services/principal";
import { changeUnaudited } from "../../testing/change-unaudited";
import { BODY_OCTETS_MAX } from "./limits";
import { useCaseRoutes } from "./routes";
import { ask, type RestAnswer, type RestClient, type RestServer, startRestServer } from "./testing/rest-server";

let server: RestServer;
let client: RestClient;
let device: { readonly id: string; readonly devId: string };
const devId = "IMEI:350000000000001";
const operation = { kind: "parameter.get", params: { uris: ["./DevInfo/Man"] }, target: { devices: [devId] } };
const ALL: readonly Scope[] = Scope.options;

beforeAll(async () => {
  server = await startRestServer();
  client = await server.client(ALL);
  device = (await client.post("/devices", { devId })).json;
});
afterAll(async () => {
  expect(server.faults).toEqual([]);
  await server.close();
});

const slugOf = (answer: RestAnswer) => String(answer.json?.type).replace("urn:dmwsi:problem:", "");

/** A problem as RFC 9457 wants it, with nothing in it that depends on who asks. */
function expectProblem(answer: RestAnswer, status: number, slug: string): void {
  expect(answer.status).toBe(status);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(answer.json).toMatchObject({
    type: `urn:dmwsi:problem:${slug}`,
    status,
    instance: answer.headers.get("x-request-id"),
    title: expect.stringMatching(/./),
    detail: expect.stringMatching(/./),
  });
}

describe("credentials", () => {
  it("are wanted on every route but two", async () => {
    for (const { method, path } of useCaseRoutes) {
      const answer = await ask(`${server.url}${path.replace("{id}", "x")}`, { method });
      expectProblem(answer, 401, "unauthenticated");
      expect(answer.headers.get("www-authenticate")).toBe('Bearer realm="dmwsi"');
    }
    expect((await ask(`${server.url}/me`)).status).toBe(401);
    expect((await ask(`${server.url}/openapi.json`)).json.openapi).toBe("3.1.0");
  });

  it.each([
    ["of another kind", "Basic eDp5"],
    ["nonsense", "Bearer nonsense"],
    ["that looks right", `Bearer dmt_${"A".repeat(43)}AAAAAA`],
    ["with a blank in it", "Bearer dmt_a b"],
  ])("%s are refused", async (_what, authorization) => {
    const answer = await ask(`${server.url}/devices`, { headers: { authorization } });
    expectProblem(answer, 401, "unauthenticated");
    expect(answer.headers.get("www-authenticate")).toContain('error="invalid_token"');
  });

  it("that expired, were revoked, or belong to a disabled system are refused", async () => {
    const [expired, revoked, disabled] = [await server.client(ALL), await server.client(ALL), await server.client(ALL)];
    await server.test.database.execute(
      sql`update access_tokens set expires_at = now() where client_id = ${expired.clientId}`,
    );
    await changeUnaudited(
      server.test.database,
      sql`update api_credentials set revoked_at = now() where client_id = ${revoked.clientId}`,
    );
    await changeUnaudited(
      server.test.database,
      sql`update external_systems set disabled = true
      where system_id = (select system_id from api_credentials where client_id = ${disabled.clientId})`,
    );
    for (const one of [expired, revoked, disabled]) expectProblem(await one.get("/me"), 401, "unauthenticated");
  });

  it("in the query are refused, whether they are right or not", async () => {
    const answer = await ask(`${server.url}/devices?access_token=${client.token}`, {
      headers: { authorization: `Bearer ${client.token}` },
    });
    expectProblem(answer, 400, "invalid-request");
  });

  it("say who asks", async () => {
    const answer = await client.get("/me");
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ id: client.id, kind: "system", environment: "live", scopes: ALL });
  });
});

describe("trust:api-scope-matrix: every route x scope", () => {
  it("answers 403 to each token without its scope, and something else to one with it", async () => {
    let cells = 0;
    for (const scope of ALL) {
      const one = await server.client([scope]);
      for (const route of useCaseRoutes) {
        const path = route.path.replace("{id}", "unknown");
        const asks = { GET: one.get, DELETE: one.delete, POST: one.post, PUT: one.put, PATCH: one.patch };
        const answer = await asks[route.method](path, {});
        const at = `${route.method} ${route.path} with ${scope}`;
        if (scope === route.scope) expect([200, 404, 422], at).toContain(answer.status);
        else {
          expect(answer.status, at).toBe(403);
          expect(answer.headers.get("www-authenticate")).toContain(
            `error="insufficient_scope", scope="${route.scope}"`,
          );
        }
        cells += 1;
      }
    }
    console.log(`api-scope-matrix ${cells}/${ALL.length * useCaseRoutes.length}`);
    expect(cells).toBe(ALL.length * useCaseRoutes.length);
  });

  it("wants the kind's scope besides", async () => {
    const one = await server.client(["operations:write"]);
    const execute = { ...operation, kind: "node.execute", params: { uri: "./Vendor/Reboot" } };
    expectProblem(await one.post("/operations", execute), 403, "insufficient-scope");
  });
});

describe("registering a device", () => {
  it("answers 201 with where it is", async () => {
    const answer = await client.post("/devices", { devId: "IMEI:350000000000019", tags: ["vip"] });
    expect(answer.status).toBe(201);
    expect(answer.headers.get("location")).toBe(`/api/v1/devices/${answer.json.id}`);
    const read = await client.get(`/devices/${answer.json.id}`);
    expect(read.json).toEqual(answer.json);
  });

  it("a second time is 409", async () => {
    expectProblem(await client.post("/devices", { devId }), 409, "conflict");
  });

  it.each([
    [{ devId, colour: "red" }, "/colour", "unknown_field"],
    [{ devId, credentials: { client: { type: "md5", pin: 1 } } }, "/credentials/client/pin", "unknown_field"],
    [{ devId: "x" }, "/devId", "invalid_format"],
    [{}, "/devId", "invalid_type"],
    [{ devId, tags: [1] }, "/tags/0", "invalid_type"],
    [{ devId, timeZone: "Mars/Olympus" }, "/timeZone", "custom"],
  ])("%j is 422 and points at %s", async (body, pointer, code) => {
    const answer = await client.post("/devices", body);
    expectProblem(answer, 422, "invalid-field");
    expect(answer.json.errors).toEqual([{ pointer, code, detail: expect.any(String) }]);
  });
});

describe("starting an operation", () => {
  it("answers 202 with where it is, and can be followed to its tasks", async () => {
    const answer = await client.post("/operations", { ...operation, reference: "ticket-4711" });
    expect(answer.status).toBe(202);
    expect(answer.headers.get("location")).toBe(`/api/v1/operations/${answer.json.id}`);
    expect(answer.json).toMatchObject({
      state: "running",
      counts: { total: 1, queued: 1 },
      createdBy: { id: client.id },
    });
    expect((await client.get(`/operations/${answer.json.id}`)).json).toEqual(answer.json);
    const tasks = await client.get(`/operations/${answer.json.id}/tasks`);
    expect(tasks.json.items).toHaveLength(1);
    const task = await client.get(`/tasks/${tasks.json.items[0].id}`);
    expect(task.json).toMatchObject({ devId, state: "queued", reason: { code: "device_asleep" } });
    const listed = await client.get("/operations?reference=ticket-4711");
    expect(listed.json.items.map((one: { id: string }) => one.id)).toEqual([answer.json.id]);
  });

  it("on a device that does not exist is 422 and says which", async () => {
    const answer = await client.post("/operations", {
      ...operation,
      target: { devices: [devId, "IMEI:350000000009999"] },
    });
    expectProblem(answer, 422, "invalid-field");
    expect(answer.json.errors).toEqual([
      { pointer: "/target/devices/1", code: "unknown_device", detail: expect.any(String) },
    ]);
  });

  it("with a wrong parameter points below /params", async () => {
    const answer = await client.post("/operations", { ...operation, params: { uris: [1] } });
    expectProblem(answer, 422, "invalid-field");
    expect(answer.json.errors[0].pointer).toBe("/params/uris/0");
  });
});

describe("trust:api-bola: what belongs to others", () => {
  it("is the same octets as what does not exist, on every route with an id", async () => {
    const realms: readonly Realm[] = ["live", "sandbox"];
    const started = (await client.post("/operations", operation)).json.id as string;
    const task = (await client.get(`/operations/${started}/tasks`)).json.items[0].id as string;
    for (const realm of realms) {
      const other = await server.client(ALL, realm);
      const foreign = [
        `/operations/${started}`,
        `/operations/${started}/tasks`,
        `/tasks/${task}`,
        ...(realm === "sandbox" ? [`/devices/${device.id}`, `/devices/${device.id}/tree`] : []),
      ];
      const absent = foreign.flatMap((path) => [
        path.replace(/(op|dev|task)_(\w+)/, (_id, prefix, rest) => `${prefix}_${"0".repeat(rest.length)}`),
        path.replace(/(op|dev|task)_\w+/, "nothing"),
        path.replace(/(op|dev|task)_\w+/, "%F0%28"),
        path.replace(/(op|dev|task)_\w+/, "x".repeat(300)),
      ]);
      const texts = new Set<string>();
      for (const path of [...foreign, ...absent, "/no/such/route", "/<script>"]) {
        const answer = await other.get(path);
        expect(answer.status, path).toBe(404);
        texts.add(answer.text.replace(answer.json.instance, "ID"));
      }
      expect([...texts]).toHaveLength(1);
    }
  });

  it("is in no list", async () => {
    await client.post("/operations", operation);
    const other = await server.client(ALL);
    expect((await other.get("/operations?limit=500")).json.items).toEqual([]);
    const sandbox = await server.client(ALL, "sandbox");
    expect((await sandbox.get("/devices?limit=500")).json.items).toEqual([]);
    expectProblem(await sandbox.post("/operations", operation), 422, "invalid-field");
  });
});

describe("a body", () => {
  const post = (body: BodyInit, headers: Record<string, string> = {}) =>
    ask(`${server.url}/devices`, {
      method: "POST",
      body,
      headers: { authorization: `Bearer ${client.token}`, ...headers },
    });
  const json = { "content-type": "application/json" };

  it("of another type, or coded, is 415", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1"]) {
      expectProblem(await post("{}", { "content-type": type }), 415, "unsupported-media-type");
    }
    expectProblem(await post("{}", { ...json, "content-encoding": "gzip" }), 415, "unsupported-media-type");
  });

  it("over the limit is 413, announced or not", async () => {
    const long = `{"devId":"${"x".repeat(BODY_OCTETS_MAX)}"}`;
    expectProblem(await post(long, json), 413, "too-large");
    const chunks = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(long));
        controller.close();
      },
    });
    const init = {
      method: "POST",
      body: chunks,
      duplex: "half",
      headers: { authorization: `Bearer ${client.token}`, ...json },
    };
    expectProblem(await ask(`${server.url}/devices`, init as RequestInit), 413, "too-large");
  });

  it.each([
    ["deeply nested", "[".repeat(100_000)],
    ["no object", "[]"],
    ["no JSON", "{"],
    ["empty", ""],
    ["reaching for the prototype", '{"devId":"IMEI:350000000000027","__proto__":{"a":1}}'],
    ["with U+0000 in it", '{"devId":"IMEI:350000000000027","model":"a\\u0000b"}'],
  ])("that is %s is 400", async (_what, body) => {
    expectProblem(await post(body, json), 400, "invalid-request");
  });
});

describe("a query", () => {
  it.each([
    "/devices?limit=0",
    "/devices?limit=501",
    "/devices?limit=ten",
    "/devices?colour=red",
    "/devices?limit=1&limit=2",
    "/devices?q=%00",
    "/devices?__proto__=1",
    "/operations?state=lost",
    "/me?verbose=1",
    "/devices?cursor=AAAA",
  ])("%s is 400", async (path) => {
    expectProblem(await client.get(path), 400, "invalid-request");
  });

  it("may not stand beside a body, nor name a part of the path again", async () => {
    expectProblem(await client.post("/devices?dryRun=1", { devId }), 400, "invalid-request");
    expectProblem(await client.get(`/devices/${device.id}?id=${device.id}`), 400, "invalid-request");
  });
});

describe("a method", () => {
  it("that a resource does not know is 405 with those that it does", async () => {
    const answer = await ask(`${server.url}/devices`, { method: "DELETE" });
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("POST, GET, HEAD");
    expect(slugOf(answer)).toBe("invalid-request");
  });

  it("HEAD is GET without its body", async () => {
    const answer = await ask(`${server.url}/me`, {
      method: "HEAD",
      headers: { authorization: `Bearer ${client.token}` },
    });
    expect(answer.status).toBe(200);
    expect(answer.text).toBe("");
  });
});

describe("pages", () => {
  it("link to the next, keep the filters, and end", async () => {
    const walker = await server.client(ALL);
    for (let i = 0; i < 5; i += 1) await walker.post("/operations", { ...operation, reference: "page" });
    const first = await walker.get("/operations?reference=page&limit=2");
    const link = /^<(.+)>; rel="next"$/.exec(first.headers.get("link") ?? "")?.[1] ?? "";
    expect(link).toMatch(/^\/api\/v1\/operations\?reference=page&limit=2&cursor=/);
    const second = await walker.get(link.replace("/api/v1", ""));
    const third = await walker.get(`/operations?reference=page&limit=2&cursor=${second.json.next}`);
    expect(third.json.next).toBeNull();
    expect(third.headers.get("link")).toBeNull();
    const ids = [first, second, third].flatMap((page) => page.json.items.map((one: { id: string }) => one.id));
    expect(new Set(ids).size).toBe(5);
  });

  it("refuse a cursor that was changed, or belongs to another client, list or filter", async () => {
    const walker = await server.client(ALL);
    for (let i = 0; i < 2; i += 1) await walker.post("/operations", operation);
    const { next } = (await walker.get("/operations?limit=1")).json;
    const other = await server.client(ALL);
    const changed = `${next.slice(0, -1)}${next.endsWith("A") ? "B" : "A"}`;
    expectProblem(await walker.get(`/operations?limit=1&cursor=${changed}`), 400, "invalid-request");
    expectProblem(await other.get(`/operations?limit=1&cursor=${next}`), 400, "invalid-request");
    expectProblem(await walker.get(`/devices?limit=1&cursor=${next}`), 400, "invalid-request");
    expectProblem(await walker.get(`/operations?kind=parameter.get&cursor=${next}`), 400, "invalid-request");
    expect((await walker.get(`/operations?limit=1&cursor=${next}`)).status).toBe(200);
  });
});

describe("answers", () => {
  it("carry an id of their own, whatever the caller sends, and are not stored on the way", async () => {
    const answers = await Promise.all([client.get("/me"), client.get("/me"), client.get("/nowhere")]);
    const ids = answers.map((answer) => answer.headers.get("x-request-id"));
    expect(new Set(ids).size).toBe(3);
    for (const answer of answers) {
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    }
  });

  it("are all described in the OpenAPI document", async () => {
    const { paths } = (await ask(`${server.url}/openapi.json`)).json;
    const undescribed = [...server.answered].filter((answered) => {
      const [method = "", path = "", status = ""] = answered.split(" ");
      return method !== "unknown" && !paths[path]?.[method.toLowerCase()]?.responses[status];
    });
    expect(undescribed).toEqual([]);
    expect(server.answered.size).toBeGreaterThan(30);
  });
});

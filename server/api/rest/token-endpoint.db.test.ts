import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, type RestAnswer, type RestClient, type RestServer, startRestServer } from "./testing/rest-server";

let server: RestServer;
let client: RestClient;
const grant = { grant_type: "client_credentials" };

beforeAll(async () => {
  server = await startRestServer();
  client = await server.client(["devices:read", "operations:read"]);
});
afterAll(async () => {
  expect(server.faults).toEqual([]);
  await server.close();
});

function token(form: Record<string, string> | string, headers: Record<string, string> = {}): Promise<RestAnswer> {
  const body = typeof form === "string" ? form : new URLSearchParams(form).toString();
  const type = { "content-type": "application/x-www-form-urlencoded" };
  return ask(`${server.url}/oauth/token`, { method: "POST", body, headers: { ...type, ...headers } });
}

const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString("base64")}`,
});
const inBody = () => ({ ...grant, client_id: client.clientId, client_secret: client.clientSecret });

describe("POST /oauth/token", () => {
  it("gives a token for the secret in the body or in the header, which then works", async () => {
    for (const answer of [await token(inBody()), await token(grant, basic(client.clientId, client.clientSecret))]) {
      expect(answer.status).toBe(200);
      expect(answer.json).toEqual({
        access_token: expect.stringMatching(/^dmt_/),
        token_type: "Bearer",
        expires_in: 600,
        scope: "operations:read devices:read",
      });
      expect(answer.headers.get("cache-control")).toBe("no-store");
      const me = await ask(`${server.url}/me`, { headers: { authorization: `bearer ${answer.json.access_token}` } });
      expect(me.json.id).toBe(client.id);
    }
  });

  it("narrows a token to the wanted scope", async () => {
    const answer = await token({ ...inBody(), scope: "devices:read" });
    expect(answer.json.scope).toBe("devices:read");
    const authorization = `Bearer ${answer.json.access_token}`;
    expect((await ask(`${server.url}/devices`, { headers: { authorization } })).status).toBe(200);
    expect((await ask(`${server.url}/operations`, { headers: { authorization } })).status).toBe(403);
  });

  it.each([
    [
      "two ways to authenticate",
      () => token(inBody(), basic(client.clientId, client.clientSecret)),
      400,
      "invalid_request",
    ],
    [
      "another id than in the header",
      () => token({ ...grant, client_id: "x" }, basic(client.clientId, client.clientSecret)),
      400,
      "invalid_request",
    ],
    [
      "a parameter twice",
      () => token(`${new URLSearchParams(inBody())}&grant_type=client_credentials`),
      400,
      "invalid_request",
    ],
    [
      "no grant",
      () => token({ client_id: client.clientId, client_secret: client.clientSecret }),
      400,
      "invalid_request",
    ],
    ["another grant", () => token({ ...inBody(), grant_type: "password" }), 400, "unsupported_grant_type"],
    ["a scope not granted", () => token({ ...inBody(), scope: "users:write" }), 400, "invalid_scope"],
    ["an assertion", () => token({ ...grant, client_assertion: "e30.e30." }), 400, "invalid_request"],
    ["JSON", () => token(JSON.stringify(inBody()), { "content-type": "application/json" }), 400, "invalid_request"],
    ["no client", () => token(grant), 401, "invalid_client"],
    ["a wrong secret", () => token({ ...inBody(), client_secret: "dms_wrong" }), 401, "invalid_client"],
    ["an unknown client", () => token({ ...inBody(), client_id: "client_unknown" }), 401, "invalid_client"],
    ["a broken header", () => token(grant, { authorization: "Basic !" }), 401, "invalid_client"],
    ["a header of another kind", () => token(grant, { authorization: "Digest x" }), 401, "invalid_client"],
  ])("refuses %s", async (_what, send, status, error) => {
    const answer = await send();
    expect(answer.status).toBe(status);
    expect(answer.json).toEqual({ error, error_description: expect.any(String) });
    expect(answer.headers.get("www-authenticate") ?? "").toContain(status === 401 ? "Basic" : "");
    expect(answer.text).not.toContain(client.clientSecret);
  });

  it("refuses a secret in the query, and a form over its limit", async () => {
    const url = `${server.url}/oauth/token?client_secret=${client.clientSecret}`;
    const answer = await ask(url, { method: "POST", body: new URLSearchParams(inBody()) });
    expect([answer.status, answer.json.error]).toEqual([400, "invalid_request"]);
    expect((await token({ ...inBody(), scope: "x".repeat(20_000) })).status).toBe(413);
  });

  it("is 429 for a client that guessed ten times, and says how long", async () => {
    const guessed = await server.client(["devices:read"]);
    const wrong = { ...grant, client_id: guessed.clientId, client_secret: "dms_guess" };
    for (let i = 0; i < 10; i += 1) expect((await token(wrong)).status).toBe(401);
    const answer = await token(wrong);
    expect(answer.status).toBe(429);
    expect(answer.json.type).toBe("urn:dmwsi:problem:rate-limited");
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await token(inBody())).status).toBe(200);
  });
});

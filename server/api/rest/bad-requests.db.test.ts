import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Scope } from "../../services/principal";
import { allRows } from "../../testing/whole-rows";
import { ask, type RestAnswer, type RestClient, type RestServer, startRestServer } from "./testing/rest-server";

const DEV_ID = "IMEI:350000000000001";
/** Counted or looked up by the request itself, whatever becomes of it. */
const MOVING = ["attempt_counters", "api_credentials", "rate_limits"];

let server: RestServer;
let client: RestClient;
let sandbox: RestClient;
let expired: RestClient;
beforeAll(async () => {
  server = await startRestServer();
  [client, sandbox, expired] = [
    await server.client(Scope.options),
    await server.client(Scope.options, "sandbox"),
    await server.client(Scope.options),
  ];
  await client.post("/devices", { devId: DEV_ID });
  await server.test.sql`update access_tokens set expires_at = now() where client_id = ${expired.clientId}`;
});
afterAll(async () => {
  expect(server.faults).toEqual([]);
  await server.close();
});

const operation = (facts: object = {}) => ({
  kind: "parameter.get",
  params: { uris: ["./DevInfo/Man"] },
  target: { devices: [DEV_ID] },
  ...facts,
});

const withToken = (token: string) =>
  ask(`${server.url}/operations`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(operation()),
  });

describe("a request that is refused leaves no row behind", () => {
  const requests: readonly [string, number, () => Promise<RestAnswer>][] = [
    [
      "an operation on a device that does not exist",
      422,
      () => client.post("/operations", operation({ target: { devices: [DEV_ID, "IMEI:350000000009999"] } })),
    ],
    ["an operation on a device of another environment", 422, () => sandbox.post("/operations", operation())],
    ["an unknown field", 422, () => client.post("/operations", operation({ colour: "red" }))],
    [
      "an unknown field of a parameter",
      422,
      () => client.post("/operations", operation({ params: { uris: [], x: 1 } })),
    ],
    ["an unknown kind", 422, () => client.post("/operations", operation({ kind: "device.explode" }))],
    ["a device that is registered already", 409, () => client.post("/devices", { devId: DEV_ID })],
    ["no token", 401, () => ask(`${server.url}/operations`, { method: "POST" })],
    ["an expired token", 401, () => withToken(expired.token)],
    ["a token of nobody", 401, () => withToken(`${client.token.slice(0, -12)}AAAAAAAAAAAA`)],
    ["a device's session token", 401, () => withToken(Buffer.alloc(32, 7).toString("base64url"))],
    ["a secret in place of a token", 401, () => withToken(client.clientSecret)],
    ["no JSON", 400, () => client.post("/operations", "{")],
  ];

  it.each(requests)("%s: %i", async (_what, status, send) => {
    const before = await allRows(server.test.sql, MOVING);
    const answer = await send();
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(await allRows(server.test.sql, MOVING)).toEqual(before);
  });
});

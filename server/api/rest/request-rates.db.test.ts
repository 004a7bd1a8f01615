import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RestServer, startRestServer } from "./testing/rest-server";

let server: RestServer;

beforeAll(async () => {
  server = await startRestServer({ rates: "default" });
});
afterAll(async () => {
  expect(server.faults).toEqual([]);
  await server.close();
});

describe("the rate of a credential", () => {
  it("stands on every answer, also on one that refuses", async () => {
    const client = await server.client(["devices:read", "devices:write"]);
    const answers = [
      [await client.get("/devices"), "read", 200],
      [await client.get("/devices/dev_unknown"), "read", 200],
      [await client.get("/operations"), "read", 200],
      [await client.post("/devices", {}), "write", 40],
    ] as const;
    for (const [{ headers }, requestClass, burst] of answers) {
      expect(headers.get("ratelimit-policy")).toBe(`"${requestClass}";q=${burst};w=2`);
      expect(headers.get("ratelimit")).toMatch(new RegExp(`^"${requestClass}";r=\\d+;t=\\d+$`));
    }
  });

  it("is 429 beyond it, with how long to wait, and does not touch what others may do", async () => {
    const client = await server.client(["devices:write", "devices:read"]);
    expect((await client.post("/devices", {})).status).toBe(422);
    await server.test.database.execute(
      sql`update rate_limits set empty_at = now() + interval '1 hour' where client_id = ${client.clientId}`,
    );
    const answer = await client.post("/devices", {});
    expect(answer.json).toMatchObject({ type: "urn:dmwsi:problem:rate-limited", status: 429 });
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(3_500);
    expect(answer.headers.get("ratelimit")).toMatch(/^"write";r=0;t=3\d\d\d$/);
    expect((await client.get("/devices")).status).toBe(200);
    const other = await server.client(["devices:write"]);
    expect((await other.post("/devices", {})).status).toBe(422);
  });
});

import { createLocalJWKSet, flattenedVerify, type JSONWebKeySet } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keepSigningKeys } from "../../services/events";
import { canonicalJson } from "../../services/events/canonical-json";
import { projectEvents } from "../../services/events/project-events";
import { type RestClient, type RestServer, startRestServer } from "./testing/rest-server";

/** What canonical forms differ in where they are made wrongly. */
const ODD_FACTS = String.raw`{"text": "é€\u0007\"\\/", "b": 1.50, "a": 12345678901234567890, "list": [true, null, {"z": 1e3, "y": ""}]}`;

let server: RestServer;
let passedMs = 0;
let reader: RestClient;

beforeAll(async () => {
  server = await startRestServer({ now: () => Date.now() + passedMs });
  reader = await server.client(["events:read", "devices:read", "devices:write"]);
  await reader.post("/devices", { devId: "IMEI:350000000000017" });
  await server.test.sql`insert into outbox (device_id, version, i, event_id, realm, type, data)
    select device_id, n, 0, gen_random_uuid(), 'live', 'dmwsi.device.alert.v1', ${ODD_FACTS}::text::jsonb
    from devices, generate_series(900, 902) n`;
  await projectEvents(server.test.sql);
});
afterAll(() => server.close());

type Signed = Readonly<Record<string, unknown>> & { readonly jws: string };

async function keySet(): Promise<JSONWebKeySet> {
  const response = await fetch(new URL("/.well-known/jwks.json", server.url));
  expect([response.status, ...server.faults]).toEqual([200]);
  const text = await response.text();
  expect(await (await fetch(`${server.url}/.well-known/jwks.json`)).text()).toBe(text);
  // The public halves only.
  expect(text).not.toMatch(/"d"|PRIVATE|v1\./);
  return JSON.parse(text);
}

/** By a library that is not ours, from what stands in the event alone: the `kid` of the key that verified it. */
async function verified({ jws, ...event }: Signed, keys: JSONWebKeySet): Promise<string | undefined> {
  const [header = "", payload, signature = ""] = jws.split(".");
  expect(payload).toBe("");
  const flattened = {
    protected: header,
    payload: Buffer.from(canonicalJson(event)).toString("base64url"),
    signature,
  };
  return (await flattenedVerify(flattened, createLocalJWKSet(keys))).protectedHeader?.kid;
}

const signedFeed = async (): Promise<Signed[]> => (await reader.get("/events?signed=true&limit=500")).json.items;

describe("the published keys", () => {
  it("may be kept for a while, but not while there is none: the first one signs at once", async () => {
    const ask = async () => fetch(`${server.url}/.well-known/jwks.json`);
    const before = await ask();
    expect([before.headers.get("cache-control"), await before.json()]).toEqual(["no-store", { keys: [] }]);
    await signedFeed();
    const after = await ask();
    expect(after.headers.get("cache-control")).toBe("public, max-age=300");
    expect((await after.json()).keys).toHaveLength(1);
  });
});

describe("events that are read with signed=true", () => {
  it("carry a detached JWS that a foreign library verifies, and that fits no other event", async () => {
    const items = await signedFeed();
    const keys = await keySet();
    expect(items).toHaveLength(3);
    for (const item of items) expect(await verified(item, keys)).toBe(keys.keys[0]?.kid);
    const [first, second] = items;
    if (!first || !second) throw new Error("no events");
    for (const forged of [
      { ...first, jws: second.jws },
      { ...first, sequence: second["sequence"] },
      { ...first, more: 1 },
    ])
      await expect(verified(forged as Signed, keys)).rejects.toThrow("signature verification failed");
  });

  it("say the same as without", async () => {
    const plain = (await reader.get("/events?limit=500")).json.items;
    expect((await signedFeed()).map(({ jws: _jws, ...event }) => event)).toEqual(plain);
    expect((await reader.get("/events?signed=yes")).status).toBe(400);
  });

  it("are signed by the next key a day after it was published; what the one before signed stays verifiable", async () => {
    const before = await signedFeed();
    const [old] = (await keySet()).keys;
    const age = (interval: string) =>
      server.test.sql`update event_signing_keys set created_at = created_at - ${interval}::interval`;
    const keep = () => keepSigningKeys(server.context.database, server.context.sealer);
    expect(await keep()).toBe(0);
    await age("91 days");
    expect([await keep(), await keep()]).toEqual([1, 0]);
    expect((await keySet()).keys, "kept for a minute").toEqual([old]);
    passedMs += 60_000;
    const both = await keySet();
    expect(both.keys).toHaveLength(2);
    const signersOf = async (items: Signed[]) => new Set(await Promise.all(items.map((item) => verified(item, both))));
    expect(await signersOf(await signedFeed())).toEqual(new Set([old?.kid]));
    await age("25 hours");
    await keep();
    expect(await signersOf(await signedFeed())).toEqual(new Set([both.keys[0]?.kid]));
    expect(await signersOf(before)).toEqual(new Set([old?.kid]));
    const kept = await server.test.sql`select sealed_key is not null as live from event_signing_keys order by key_id`;
    expect(kept.map((row) => row["live"])).toEqual([false, true]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listAuditEntries } from "../../services/audit";
import { internalPrincipal } from "../../services/authorization";
import { Scope } from "../../services/principal";
import { type RestClient, type RestServer, startRestServer } from "./testing/rest-server";

let server: RestServer;
let client: RestClient;

beforeAll(async () => {
  server = await startRestServer();
  client = await server.client(Scope.options);
});
afterAll(() => server.close());

const register = async (by: RestClient, devId: string, facts: object = {}) =>
  (await by.post("/devices", { devId, ...facts })).json;
const actionsOf = (items: readonly { action: string }[]) => items.map(({ action }) => action);

describe("GET /audit", () => {
  it("filters by actor, object, action and time, and pages, the newest first", async () => {
    const device = await register(client, "IMEI:350000000030001");
    await client.patch(`/devices/${device.id}`, { model: "R5" });
    const of = async (query: string) => (await client.get(`/audit?object=${device.id}${query}`)).json;
    expect(actionsOf((await of("")).items)).toEqual(["device.change", "device.register"]);
    expect((await of("&action=device.change")).items).toMatchObject([
      { actor: { kind: "system", id: client.id }, before: { model: null }, after: { model: "R5" } },
    ]);
    expect((await of(`&actor=${client.id}&limit=1`)).items).toHaveLength(1);
    const first = await of("&limit=1");
    expect(actionsOf((await of(`&limit=1&cursor=${first.next}`)).items)).toEqual(["device.register"]);
    expect((await of("&to=2026-01-01T00:00:00Z")).items).toEqual([]);
    expect((await of(`&from=${encodeURIComponent(first.items[0].at)}`)).items).toHaveLength(1);
    expect((await client.get("/audit?from=yesterday")).status).toBe(400);
  });

  it("shows an External System what it did and nothing of others", async () => {
    const other = await server.client(Scope.options);
    const theirs = await register(other, "IMEI:350000000030002");
    const answer = await client.get(`/audit?limit=500&object=${theirs.id}`);
    expect(answer.json.items).toEqual([]);
    expect((await client.get(`/audit?limit=500&actor=${other.id}`)).text).not.toContain(theirs.id);
    const administrator = { ...server.context, principal: { ...internalPrincipal("live"), kind: "user" as const } };
    const all = await listAuditEntries(administrator, { object: theirs.id });
    expect(actionsOf(all.items)).toEqual(["device.register"]);
    const elsewhere = { ...administrator, principal: { ...administrator.principal, realm: "sandbox" as const } };
    expect((await listAuditEntries(elsewhere, { object: theirs.id })).items).toEqual([]);
  });

  it("as CSV holds no formulas, and taking it out is an entry itself", async () => {
    const device = await register(client, "IMEI:350000000030003");
    const reason = "=1+1";
    await client.post(`/devices/${device.id}/wake`, {});
    const { json: operation } = await client.post("/operations", {
      kind: "parameter.get",
      params: { uris: ["./A"] },
      target: { devices: [device.id] },
      approval: true,
    });
    const other = await server.client(Scope.options);
    await other.post(`/operations/${operation.id}/approve`, { reason });
    const answer = await other.get(`/audit?format=csv&object=${operation.id}`);
    expect(answer.headers.get("content-type")).toBe("text/csv");
    const [header = "", line = ""] = answer.text.split("\r\n");
    expect(header).toMatch(/^id,at,actorKind,/);
    expect(line).toContain(",'=1+1,");
    const { json } = await other.get("/audit?action=audit.export");
    expect(json.items).toMatchObject([{ object: "audit", after: { object: operation.id, entries: 1 } }]);
  });
});

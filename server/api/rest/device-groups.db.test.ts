import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeExternalSystem } from "../../services/external-systems";
import { Scope } from "../../services/principal";
import { findViolations } from "../../testing/invariants";
import { type RestAnswer, type RestClient, type RestServer, startRestServer } from "./testing/rest-server";

const DEVICES = 6;
let server: RestServer;
let client: RestClient;
const devIdOf = (i: number) => `IMEI:35000000000${2_000 + i}`;
const ids: string[] = [];

beforeAll(async () => {
  server = await startRestServer();
  client = await server.client(Scope.options);
  for (let i = 0; i < DEVICES; i += 1) {
    const body = { devId: devIdOf(i), model: i % 2 === 0 ? "even" : "odd", tags: [`t${i}`] };
    ids.push((await client.post("/devices", body)).json.id);
  }
});
afterAll(() => server.close());

const idsOf = (answer: RestAnswer): string[] => answer.json.items.map((item: { id: string }) => item.id);
const devicesOf = async (by: RestClient, query = "") => idsOf(await by.get(`/devices?limit=500${query}`)).sort();
const some = (...places: number[]) => places.map((i) => ids[i] ?? "").sort();

describe("a group", () => {
  it("that lists devices is made, changed by all three ways, and deleted", async () => {
    const made = await client.post("/groups", { name: "listed", devices: [devIdOf(0), ids[1], devIdOf(0)] });
    expect(made.status).toBe(201);
    expect(made.headers.get("location")).toBe(`/api/v1/groups/${made.json.id}`);
    expect(made.json).toMatchObject({ name: "listed", filter: null, deviceCount: 2, ownerId: client.id, revision: 1 });
    const path = `/groups/${made.json.id}`;
    expect(await devicesOf(client, `&group=${made.json.id}`)).toEqual(some(0, 1));
    expect((await client.patch(path, { addDevices: [ids[2]], removeDevices: [ids[0]] })).json.deviceCount).toBe(2);
    expect(await devicesOf(client, `&group=${made.json.id}`)).toEqual(some(1, 2));
    expect((await client.patch(path, { devices: [ids[5]], name: "renamed" })).json).toMatchObject({ name: "renamed" });
    expect(await devicesOf(client, `&group=${made.json.id}`)).toEqual(some(5));
    expect((await client.patch(path, { name: "x" }, { "if-match": '"1"' })).status).toBe(412);
    expect((await client.delete(path, { "if-match": '"1"' })).status).toBe(412);
    expect((await client.delete(path, { "if-match": '"3"' })).json.name).toBe("renamed");
    expect((await client.get(path)).status).toBe(404);
  });

  it("with a filter has whoever passes it whenever it is asked", async () => {
    const { json: group } = await client.post("/groups", { name: "odd ones", filter: 'model = "odd"' });
    expect(group.deviceCount).toBeNull();
    expect(await devicesOf(client, `&group=${group.id}`)).toEqual(some(1, 3, 5));
    await client.patch(`/devices/${ids[0]}`, { model: "odd" });
    expect(await devicesOf(client, `&group=${group.id}`)).toEqual(some(0, 1, 3, 5));
    await client.patch(`/devices/${ids[0]}`, { model: "even" });
  });

  it.each([
    [{ name: "neither" }, 422],
    [{ name: "both", filter: 'model = "a"', devices: [] }, 422],
    [{ name: "wrong", filter: "model =" }, 422],
    [{ name: "unknown", devices: ["IMEI:359999999999999"] }, 422],
    [{ name: "", devices: [] }, 422],
    [{ name: "odd ones", devices: [] }, 409],
  ])("of %j is %i", async (body, status) => {
    expect((await client.post("/groups", body)).status).toBe(status);
  });

  it("keeps its form: a filter lists no devices, a list gets no filter", async () => {
    const { json: filtered } = await client.post("/groups", { name: "form 1", filter: 'tag = "t1"' });
    const { json: listed } = await client.post("/groups", { name: "form 2", devices: [] });
    expect((await client.patch(`/groups/${filtered.id}`, { addDevices: [ids[0]] })).status).toBe(422);
    expect((await client.patch(`/groups/${listed.id}`, { filter: 'tag = "t1"' })).status).toBe(422);
    expect((await client.patch(`/groups/${listed.id}`, { name: "form 1" })).status).toBe(409);
  });

  it("and a filter are targets of an operation", async () => {
    const body = (target: object) => ({ kind: "parameter.get", params: { uris: ["./DevInfo/Man"] }, target });
    const { json: group } = await client.post("/groups", { name: "target", devices: [ids[1], ids[2]] });
    const byGroup = await client.post("/operations", body({ group: group.id }));
    expect([byGroup.status, byGroup.json.counts.total]).toEqual([202, 2]);
    const byFilter = await client.post("/operations", body({ filter: 'model = "even"' }));
    expect([byFilter.status, byFilter.json.counts.total]).toEqual([202, 3]);
    expect(byFilter.json.target).toEqual({ filter: 'model = "even"' });
    for (const [target, code] of [
      [{ filter: 'model = "nobody"' }, "no_devices"],
      [{ filter: "model" }, "filter"],
      [{ group: "grp_nothing" }, "unknown_group"],
    ] as const) {
      const answer = await client.post("/operations", body(target));
      expect([answer.status, answer.json.errors[0].code]).toEqual([422, code]);
      expect(answer.json.errors[0].pointer).toMatch(/^\/target\//);
    }
    expect((await client.post("/operations", body({ group: group.id, filter: 'model = "odd"' }))).status).toBe(422);
    expect(await findViolations(server.test.sql)).toEqual([]);
  });

  it("of another system is answered as one that there is not", async () => {
    const { json: group } = await client.post("/groups", { name: "mine", devices: [ids[0]] });
    const other = await server.client(Scope.options);
    const seen = [
      await other.get(`/groups/${group.id}`),
      await other.patch(`/groups/${group.id}`, { name: "x" }),
      await other.delete(`/groups/${group.id}`),
      await other.get(`/devices?group=${group.id}`),
      await other.get("/groups/grp_nothing"),
    ];
    expect(
      new Set(seen.map((answer) => `${answer.status} ${answer.text.replace(answer.json.instance, "")}`)).size,
    ).toBe(1);
    expect(idsOf(await other.get("/groups"))).toEqual([]);
    expect((await other.post("/groups", { name: "mine", devices: [] })).status).toBe(201);
  });
});

describe("an External System that is limited to groups", () => {
  it("sees, changes and starts work on devices of these groups only, by lists and filters alike", async () => {
    const { json: listed } = await client.post("/groups", { name: "allowed list", devices: [ids[0]] });
    const { json: filtered } = await client.post("/groups", { name: "allowed filter", filter: 'tag in ("t3", "t4")' });
    const limited = await server.client(Scope.options);
    await changeExternalSystem(server.context, { id: limited.id, allowedGroupIds: [listed.id, filtered.id] });
    // A client that has not asked yet is not remembered as it was.
    const allowed = some(0, 3, 4);
    expect(await devicesOf(limited)).toEqual(allowed);
    expect(await devicesOf(limited, `&filter=${encodeURIComponent('devId : "*"')}`)).toEqual(allowed);
    expect(idsOf(await limited.get("/groups")).sort()).toEqual([listed.id, filtered.id].sort());
    const outside = ids[1] ?? "";
    for (const path of ["", "/tree", "/sessions", "/history", "/wake-ups"]) {
      expect((await limited.get(`/devices/${outside}${path}`)).status, path).toBe(404);
    }
    expect((await limited.patch(`/devices/${outside}`, { model: "x" })).status).toBe(404);
    expect((await limited.delete(`/devices/${outside}`)).status).toBe(404);
    expect((await limited.post("/devices", { devId: "IMEI:350000000009999" })).status).toBe(403);
    expect((await limited.post("/devices", { devId: devIdOf(1) })).status).toBe(403);
    const start = (target: object) =>
      limited.post("/operations", { kind: "parameter.get", params: { uris: ["./DevInfo/Man"] }, target });
    expect((await start({ devices: [outside] })).status).toBe(422);
    expect((await start({ filter: 'devId : "*"' })).json.counts.total).toBe(3);
    expect((await limited.post("/groups", { name: "outside", devices: [outside] })).status).toBe(422);
    expect((await limited.patch(`/groups/${listed.id}`, { addDevices: [outside] })).status).toBe(403);
    expect((await client.delete(`/groups/${listed.id}`)).status).toBe(409);
    await client.patch(`/devices/${outside}`, { tags: ["t3"] });
    expect(await devicesOf(limited)).toEqual(some(0, 1, 3, 4));
  });

  it("to none sees nothing, and groups that are not there are refused", async () => {
    const limited = await server.client(Scope.options);
    await changeExternalSystem(server.context, { id: limited.id, allowedGroupIds: [] });
    expect(await devicesOf(limited)).toEqual([]);
    const wrong = changeExternalSystem(server.context, { id: limited.id, allowedGroupIds: ["grp_nothing"] });
    await expect(wrong).rejects.toMatchObject({ code: "INVALID_INPUT", fields: [{ pointer: "/allowedGroupIds/0" }] });
  });
});

describe("an External System that has to send an Idempotency-Key", () => {
  it("is refused without one on every POST, and served with one", async () => {
    const strict = await server.client(Scope.options);
    await changeExternalSystem(server.context, { id: strict.id, idempotencyKeyRequired: true });
    const refused = await strict.post("/groups", { name: "keyed", devices: [] });
    expect([refused.status, refused.json.type]).toEqual([400, "urn:dmwsi:problem:idempotency-key-required"]);
    const served = await strict.post("/groups", { name: "keyed", devices: [] }, { "idempotency-key": "one" });
    expect(served.status).toBe(201);
    expect((await strict.patch(`/groups/${served.json.id}`, { name: "no key" })).status).toBe(200);
  });
});

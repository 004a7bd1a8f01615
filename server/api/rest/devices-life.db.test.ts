import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDeviceStore } from "../../services/device-sessions";
import { projectEvents } from "../../services/events/project-events";
import { endRetiredTasks } from "../../services/operations/end-retired-tasks";
import { Scope } from "../../services/principal";
import { findViolations } from "../../testing/invariants";
import { type RestClient, type RestServer, startRestServer } from "./testing/rest-server";

let server: RestServer;
let client: RestClient;
let devices = 0;

beforeAll(async () => {
  server = await startRestServer();
  client = await server.client(Scope.options);
});
afterAll(() => server.close());

async function newDevice(facts: object = {}) {
  devices += 1;
  const answer = await client.post("/devices", { devId: `IMEI:35000000000${1_000 + devices}`, ...facts });
  expect(answer.status).toBe(201);
  return answer;
}

const startOn = (device: { id: string }) =>
  client.post("/operations", {
    kind: "parameter.get",
    params: { uris: ["./DevInfo/Man"] },
    target: { devices: [device.id] },
  });

describe("PATCH of a device", () => {
  it("changes what it names, takes away what is null, and leaves the rest", async () => {
    const { json: device } = await newDevice({ model: "R5", msisdn: "436640000001", tags: ["a"] });
    const changed = await client.patch(`/devices/${device.id}`, { msisdn: null, tags: ["b", "b"], optOut: true });
    expect(changed.status).toBe(200);
    expect(changed.json).toMatchObject({ model: "R5", msisdn: null, tags: ["b"], optOut: true, revision: 2 });
    expect((await client.get(`/devices/${device.id}`)).json).toEqual(changed.json);
  });

  it("that names a revision changes that one or none: 412", async () => {
    const { json: device, headers } = await newDevice();
    const etag = headers.get("etag") ?? "";
    expect(etag).toBe('"1"');
    const patch = (tag: string) => client.patch(`/devices/${device.id}`, { model: tag }, { "if-match": etag });
    const answers = await Promise.all([patch("one"), patch("two"), patch("three")]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 412, 412]);
    const lost = answers.find((answer) => answer.status === 412);
    expect(lost?.json.type).toBe("urn:dmwsi:problem:precondition-failed");
    expect((await client.get(`/devices/${device.id}`)).headers.get("etag")).toBe('"2"');
  });

  it.each([
    ['"1", "2"', 412],
    ['W/"1"', 412],
    ['"x"', 412],
    ["*", 200],
    ['"1"', 200],
  ])("If-Match: %s is %i", async (header, status) => {
    const { json: device } = await newDevice();
    const answer = await client.patch(`/devices/${device.id}`, { model: "x" }, { "if-match": header });
    expect(answer.status).toBe(status);
  });

  it("takes no ids, and If-Match is refused where nothing has a revision", async () => {
    const { json: device } = await newDevice();
    expect((await client.patch(`/devices/${device.id}`, { devId: "IMEI:350000000000999" })).status).toBe(422);
    const body = { kind: "parameter.get", params: { uris: ["./A"] }, target: { devices: [device.id] } };
    expect((await client.post("/operations", body, { "if-match": '"1"' })).status).toBe(400);
  });
});

describe("DELETE of a device", () => {
  it("retires it: it is found by its id only, takes no work, and its tasks end with the reason", async () => {
    const { json: device } = await newDevice({ model: "gone" });
    const { json: operation } = await startOn(device);
    const retired = await client.delete(`/devices/${device.id}`, { "if-match": '"1"' });
    expect(retired.status).toBe(200);
    expect(retired.json.contact.state).toBe("retired");
    expect(retired.json.retiredAt).not.toBeNull();
    await endRetiredTasks(server.test.sql, createDeviceStore(server.test.sql));
    await projectEvents(server.test.sql);
    const { json: tasks } = await client.get(`/operations/${operation.id}/tasks`);
    expect(tasks.items[0]).toMatchObject({
      state: "cancelled",
      reason: { code: "cancelled_by", text: "The device was retired." },
    });
    expect((await client.get(`/operations/${operation.id}`)).json.state).toBe("completed");
    expect((await client.get("/devices?model=gone")).json.items).toEqual([]);
    const named = encodeURIComponent('model = "gone" and contact = "retired"');
    expect((await client.get(`/devices?filter=${named}`)).json.items).toHaveLength(1);
    expect((await client.get(`/devices?devId=${encodeURIComponent(device.devId)}`)).json.items).toHaveLength(1);
    expect((await startOn(device)).status).toBe(422);
    for (const answer of [
      await client.delete(`/devices/${device.id}`),
      await client.patch(`/devices/${device.id}`, { model: "x" }),
      await client.post(`/devices/${device.id}/wake`, {}),
      await client.put(`/devices/${device.id}/credentials`, { client: { type: "md5" } }),
    ]) {
      expect([answer.status, answer.json.type]).toEqual([409, "urn:dmwsi:problem:state-conflict"]);
    }
  });

  it("and registered again it begins a new life, and the one before stays readable", async () => {
    const { json: device } = await newDevice({ model: "old", tags: ["old"], msisdn: "436640000077" });
    await startOn(device);
    await client.delete(`/devices/${device.id}`);
    expect((await client.post("/devices", { devId: device.devId })).status).toBe(409);
    await endRetiredTasks(server.test.sql, createDeviceStore(server.test.sql));
    const again = await client.post("/devices", { devId: device.devId, model: "new" });
    expect(again.status).toBe(201);
    expect(again.json).toMatchObject({ id: device.id, life: 2, model: "new", msisdn: null, tags: [], retiredAt: null });
    expect(again.json.contact).toEqual({ state: "never", lastContactAt: null });
    await projectEvents(server.test.sql);
    const { json: history } = await client.get(`/devices/${device.id}/history`);
    expect(history.previousLives).toMatchObject([{ life: 1, facts: { model: "old", msisdn: "436640000077" } }]);
    const types = history.items.map((item: { type: string }) => item.type);
    expect(types).toContain("dmwsi.device.retired.v1");
    expect(types).toContain("dmwsi.task.cancelled.v1");
    expect((await client.post("/devices", { devId: device.devId })).status).toBe(409);
    expect(await findViolations(server.test.sql)).toEqual([]);
  });

  it("history pages, the newest first, without what belongs to others", async () => {
    const { json: device } = await newDevice();
    await startOn(device);
    await client.delete(`/devices/${device.id}`);
    await endRetiredTasks(server.test.sql, createDeviceStore(server.test.sql));
    await projectEvents(server.test.sql);
    const first = (await client.get(`/devices/${device.id}/history?limit=1`)).json;
    const second = (await client.get(`/devices/${device.id}/history?limit=1&cursor=${first.next}`)).json;
    expect([...first.items, ...second.items].map((item: { type: string }) => item.type)).toEqual([
      "dmwsi.task.cancelled.v1",
      "dmwsi.device.retired.v1",
    ]);
    const other = await server.client(Scope.options);
    const { json: seen } = await other.get(`/devices/${device.id}/history`);
    expect(seen.items.map((item: { type: string }) => item.type)).toEqual(["dmwsi.device.retired.v1"]);
  });
});

describe("GET /devices", () => {
  it("takes every parameter, and a filter that cannot be read is 400 with its column", async () => {
    const { json: device } = await newDevice({
      model: "every",
      manufacturer: "Acme",
      tags: ["every"],
      imsi: "23201000000001",
    });
    const ids = async (query: string) => {
      const answer = await client.get(`/devices?${query}`);
      expect([query, answer.status]).toEqual([query, 200]);
      return answer.json.items.map((item: { id: string }) => item.id);
    };
    for (const query of [
      "model=every",
      "manufacturer=Acme&tag=every",
      "imsi=23201000000001",
      `q=${device.devId.slice(-6)}`,
    ]) {
      expect(await ids(query)).toEqual([device.id]);
    }
    expect(await ids(`filter=${encodeURIComponent('model = "every" and not tag = "other"')}`)).toEqual([device.id]);
    expect(await ids("lastContactBefore=2026-01-01T00:00:00Z&model=every")).toEqual([]);
    const wrong = await client.get(`/devices?filter=${encodeURIComponent('model = "a" and colour = "red"')}`);
    expect(wrong.status).toBe(400);
    expect(wrong.json.errors).toEqual([
      { pointer: "/filter", code: "filter", detail: expect.stringMatching(/^Column 17: There is no field/) },
    ]);
    expect((await client.get("/devices?lastContactBefore=yesterday")).status).toBe(400);
    expect((await client.get("/devices?group=grp_none")).status).toBe(404);
  });
});

import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deviceIdOf, fromPublicId } from "../../ids";
import { readTnds } from "../../oma-dm";
import { createCapabilityMemory } from "../../services/capabilities";
import type { RestAnswer, RestClient, RestServer } from "./testing/rest-server";
import { startRestServer } from "./testing/rest-server";

let server: RestServer;
let client: RestClient;
let device: { readonly id: string; readonly devId: string };

const SCOPES = ["devices:read", "devices:write", "operations:write", "operations:read"] as const;
const slugOf = (answer: RestAnswer) => String(answer.json?.type).replace("urn:dmwsi:problem:", "");

beforeAll(async () => {
  server = await startRestServer();
  client = await server.client(SCOPES);
  const facts = { devId: "IMEI:350000000000001", manufacturer: "Acme", model: "M & M" };
  device = (await client.post("/devices", facts)).json;
  const deviceId = fromPublicId("dev", device.id);
  await server.test.database.execute(sql`
    insert into device_nodes (device_id, uri, format, type, value, acl, read_at) values
      (${deviceId}, '.', 'node', null, 'Wifi/DMAcc', null, now()),
      (${deviceId}, './Wifi', 'node', 'urn:x:1.0', 'Ssid/Channel', 'Get=*&Replace=*', now()),
      (${deviceId}, './Wifi/Ssid', 'chr', 'text/plain', 'a < b & c', null, now()),
      (${deviceId}, './Wifi/Deep/er/Leaf', 'int', null, '6', null, now()),
      (${deviceId}, './DMAcc/x/AppAuth/y/AAuthSecret', 'chr', null, 'planted-canary-77', null, now())`);
});
afterAll(async () => {
  expect(server.faults).toEqual([]);
  await server.close();
});

describe("GET /devices/{id}/tree?format=tnds", () => {
  const read = async (query = "") => {
    const answer = await client.get(`/devices/${device.id}/tree?format=tnds${query}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/vnd.syncml.dmtnds+xml");
    return readTnds(Buffer.from(answer.text), "xml", ".");
  };

  it("answers all that is known as a serialised tree, with the nodes between, and no secret", async () => {
    const tree = await read();
    expect(tree).toMatchObject({ manufacturer: "Acme", model: "M & M", problems: [] });
    expect(tree.records.map(({ uri, format, value }) => [uri, format, value])).toEqual([
      ["./DMAcc", "node", null],
      ["./DMAcc/x", "node", null],
      ["./DMAcc/x/AppAuth", "node", null],
      ["./DMAcc/x/AppAuth/y", "node", null],
      ["./DMAcc/x/AppAuth/y/AAuthSecret", "chr", "******"],
      ["./Wifi", "node", null],
      ["./Wifi/Deep", "node", null],
      ["./Wifi/Deep/er", "node", null],
      ["./Wifi/Deep/er/Leaf", "int", "6"],
      ["./Wifi/Ssid", "chr", "a < b & c"],
    ]);
    expect(tree.records.find(({ uri }) => uri === "./Wifi")).toMatchObject({
      type: "urn:x:1.0",
      acl: "Get=*&Replace=*",
    });
  });

  it("answers a part with its path, which another device can be given as it is", async () => {
    const { records } = await read("&uri=Wifi/Deep/");
    expect(records.map(({ uri }) => uri)).toEqual(["./Wifi/Deep", "./Wifi/Deep/er", "./Wifi/Deep/er/Leaf"]);
    const { text: tnds } = await client.get(`/devices/${device.id}/tree?format=tnds&uri=./Wifi`);
    const target = { devices: [device.devId] };
    expect((await client.post("/operations", { kind: "parameter.add", params: { tnds }, target })).status).toBe(202);
    expect((await read("&uri=./Nothing")).records).toEqual([]);
  });

  it("refuses other forms, what is no node, and depth", async () => {
    for (const query of [
      "format=xml",
      "format=tnds&uri=../x",
      "format=tnds&depth=1",
      "format=tnds&uri=./A?list=TNDS",
    ]) {
      const answer = await client.get(`/devices/${device.id}/tree?${query}`);
      expect([answer.status, slugOf(answer)], query).toEqual([400, "invalid-request"]);
    }
    expect((await client.get("/devices/dev_none/tree?format=tnds")).status).toBe(404);
    expect((await (await server.client(["devices:write"])).get(`/devices/${device.id}/tree?format=tnds`)).status).toBe(
      403,
    );
  });

  it("shows no secret as JSON either", async () => {
    const answer = await client.get(`/devices/${device.id}/tree?depth=9`);
    expect(answer.text).not.toContain("planted-canary");
    expect(answer.text).toContain("******");
  });
});

describe("/capabilities", () => {
  it("lists by model what devices do not know, and forgets one of them", async () => {
    const deviceId = deviceIdOf("live", device.devId);
    const model = { deviceId, realm: "live", manufacturer: "Acme", model: "M & M", firmware: null } as const;
    const memory = createCapabilityMemory(server.test.database);
    await memory.learn(model, [{ capability: "list:TNDS", status: 406 }]);
    const path = "/capabilities?manufacturer=Acme&model=M%20%26%20M";
    const { json } = await client.get(path);
    expect(json).toMatchObject({
      items: [{ model: "M & M", firmware: null, capability: "list:TNDS", status: 406, deviceId: device.id }],
      next: null,
    });
    expect((await client.get("/capabilities?model=Other")).json.items).toEqual([]);
    const [{ id }] = json.items;
    expect((await (await server.client(["devices:read"])).delete(`/capabilities/${id}`)).status).toBe(403);
    const forgotten = await client.delete(`/capabilities/${id}`);
    expect([forgotten.status, forgotten.json]).toEqual([200, json.items[0]]);
    expect((await client.delete(`/capabilities/${id}`)).status).toBe(404);
    expect((await client.get(path)).json.items).toEqual([]);
  });
});

describe("/device-descriptions", () => {
  const document = `<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Man>Acme</Man><Mod>M &amp; M</Mod><Node>
    <NodeName>Wifi</NodeName><DFProperties><AccessType><Get/></AccessType><DFFormat><node/></DFFormat></DFProperties>
    <Node><NodeName>Ssid</NodeName><DFProperties><AccessType><Get/></AccessType><DFFormat><chr/></DFFormat></DFProperties></Node>
  </Node></MgmtTree>`;

  it("takes one in once, gives it back, checks operations by it, and deletes it", async () => {
    const made = await client.post("/device-descriptions", { document }, { "idempotency-key": "one" });
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({ manufacturer: "Acme", model: "M & M", nodes: 2, problems: [] });
    expect(made.headers.get("location")).toBe(`/api/v1/device-descriptions/${made.json.id}`);
    const again = await client.post("/device-descriptions", { document }, { "idempotency-key": "one" });
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(slugOf(await client.post("/device-descriptions", { document }))).toBe("conflict");
    const path = `/device-descriptions/${made.json.id}`;
    expect((await client.get(path)).json).toEqual({ ...made.json, document });
    expect((await client.get("/device-descriptions?manufacturer=Acme")).json).toEqual({
      items: [made.json],
      next: null,
    });

    const operation = {
      kind: "parameter.set",
      params: { values: [{ uri: "./Wifi/Ssid", value: "x" }] },
      target: { devices: [device.devId] },
    };
    const refused = await client.post("/operations", operation);
    expect([refused.status, slugOf(refused)]).toEqual([422, "invalid-field"]);
    expect(refused.json.errors).toEqual([
      {
        pointer: "/params/values/0/uri",
        code: "not_allowed",
        detail: "./Wifi/Ssid does not take Replace by the description of Acme M & M: allowed is Get.",
      },
    ]);

    expect((await client.delete(`${path}?really=yes`)).status).toBe(400);
    expect((await (await server.client(["devices:read"])).delete(path)).status).toBe(403);
    const deleted = await client.delete(path);
    expect([deleted.status, deleted.json]).toEqual([200, made.json]);
    expect((await client.delete(path)).status).toBe(404);
    expect((await client.post("/operations", operation)).status).toBe(202);
  });

  it("refuses what describes nothing, with a pointer to it", async () => {
    const answer = await client.post("/device-descriptions", { document: "<a/>", manufacturer: "A", model: "B" });
    expect([answer.status, slugOf(answer)]).toEqual([422, "invalid-field"]);
    expect(answer.json.errors).toMatchObject([{ pointer: "/document", code: "bad_document" }]);
  });
});

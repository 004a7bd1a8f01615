import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runImports } from "../../services/device-imports";
import { Scope } from "../../services/principal";
import { type RestClient, type RestServer, startRestServer } from "./testing/rest-server";

const DEV_ID = "IMEI:350000000000001";

let server: RestServer;
let client: RestClient;
beforeAll(async () => {
  server = await startRestServer();
  client = await server.client(Scope.options);
  await client.post("/devices", { devId: DEV_ID });
});
afterAll(async () => {
  expect(server.faults).toEqual([]);
  await server.close();
});

async function errorsOf(facts: object): Promise<readonly { pointer: string; detail: string }[]> {
  const operation = { kind: "parameter.get", params: { uris: ["./A"] }, target: { devices: [DEV_ID] }, ...facts };
  const { status, json } = await client.post("/operations", operation);
  expect(status).toBe(422);
  return json.errors.map(({ pointer, detail }: { pointer: string; detail: string }) => ({ pointer, detail }));
}

describe("what a wrong field is told", () => {
  const parameters: readonly [string, unknown, string, string][] = [
    ["parameter.get", null, "/params", "This has to be an object."],
    ["parameter.get", { uris: "./A" }, "/params/uris", "This has to be a list."],
    ["parameter.get", { uris: [] }, "/params/uris", "This has to have at least 1 entry."],
    ["parameter.set", { values: [{ uri: "./A" }] }, "/params/values/0/value", "This is missing. Give it."],
    ["node.execute", {}, "/params/uri", "This is missing. Give it."],
    ["device.discover", { nodesMax: 5_001 }, "/params/nodesMax", "This has to be at most 5000."],
    ["bootstrap.send", { profile: "x" }, "/params/profile", "This has to be one of cp, dm."],
    [
      "script.run",
      { commands: [{ command: "Fetch" }] },
      "/params/commands/0/command",
      "This has to be one of Get, Add, Replace, Delete, Copy, Exec, Alert, Sequence, Atomic.",
    ],
  ];
  it.each(parameters)("of %s with %j is in the words of every other field", async (kind, params, pointer, detail) => {
    expect(await errorsOf({ kind, params })).toEqual([{ pointer, detail }]);
  });

  it("names the field of a target that is wrong, where it can be told which form was meant", async () => {
    const [notText] = await errorsOf({ target: { devices: [1] } });
    expect(notText).toEqual({ pointer: "/target/devices/0", detail: "This has to be a text." });
    const [notList] = await errorsOf({ target: { devices: DEV_ID } });
    expect(notList).toEqual({ pointer: "/target/devices", detail: "This has to be a list." });
    const [tooMany] = await errorsOf({ target: { devices: Array.from({ length: 10_001 }, () => DEV_ID) } });
    expect(tooMany).toEqual({ pointer: "/target/devices", detail: "This has to have at most 10000 entries." });
    for (const target of [null, {}, { devices: [DEV_ID], group: "grp_x" }, { list: "con_x" }]) {
      const [unclear, ...more] = await errorsOf({ target });
      expect(unclear?.pointer).toBe("/target");
      expect(unclear?.detail).toMatch(/^Give one of devices/);
      expect(more).toEqual([]);
    }
  });

  it("says which kinds of operations there are", async () => {
    const [unknown] = await errorsOf({ kind: "device.explode" });
    expect(unknown?.pointer).toBe("/kind");
    expect(unknown?.detail).toMatch(/^There is no operation of this kind\. .*parameter\.get.*script\.run/);
  });

  const times = ["", "x", "2026-01-01", "2026-01-01T00:00:00", "2016-12-31T23:59:60Z"];
  const looks = "A time looks like 2026-11-27T08:00:00Z.";
  it.each([...times.map((time) => [time, looks]), ["0000-01-01T00:00:00Z", "Give an instant from 1970 to 9999."]])(
    "of the time %j is said once: %s",
    async (expiresAt, detail) => {
      expect(await errorsOf({ expiresAt })).toEqual([{ pointer: "/expiresAt", detail }]);
      const { json } = await client.get(`/devices?lastContactBefore=${expiresAt}`);
      expect(json.errors).toEqual([{ pointer: "/lastContactBefore", code: expect.any(String), detail }]);
    },
  );

  it("of a number in a query is that it has to be one: nothing is read as a number that is not written as one", async () => {
    for (const limit of ["", "0x10", "1e1", "1.0", "%205", "true"]) {
      const { status, json } = await client.get(`/devices?limit=${limit}`);
      expect([limit, status, json.errors[0].detail]).toEqual([limit, 400, "This has to be a number."]);
    }
    expect((await client.get("/events?wait=")).status).toBe(400);
    expect((await client.get("/devices?limit=-1")).json.errors[0].detail).toBe("This has to be at least 1.");
    expect((await client.get("/devices?limit=007")).status).toBe(200);
  });

  it("of a line of an import is in the same words", async () => {
    const csv = "devId,clientType,clientSecret,channels\nIMEI:350000000000002,secret,short,pigeon\n";
    const { json: started } = await client.post("/devices/imports", csv, { "content-type": "text/csv" });
    while ((await runImports(server.test.database, server.context.sealer)) > 0);
    const { json } = await client.get(`/devices/imports/${started.id}/problems`);
    const said = Object.fromEntries(
      json.items.map((one: { field: string; detail: string }) => [one.field, one.detail]),
    );
    expect(said).toEqual({
      clientType: "This has to be one of none, basic, md5, mac, certificate.",
      clientSecret: "This has to have at least 8 characters.",
      channels: "This has to be one of sim-http, udp, smpp, http-sms, pap.",
    });
  });

  it("of a form of an answer that there is not is which there is", async () => {
    const { json: device } = await client.post("/devices", { devId: "IMEI:350000000000003" });
    for (const path of [`/devices/${device.id}/tree?format=TNDS`, `/devices/${device.id}/tree?format=`]) {
      const { status, json } = await client.get(path);
      expect(status).toBe(400);
      expect(json.errors).toEqual([
        { pointer: "/format", code: "invalid_value", detail: "This has to be tnds, or left out." },
      ]);
    }
  });
});

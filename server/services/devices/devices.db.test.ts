import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { internalPrincipal } from "../authorization";
import type { Principal, Scope } from "../principal";
import { callContextFor } from "../testing/call-context";
import type { CallContext } from "../use-case";
import { credentialRow, type DeviceView, listDevices, readDevice, readTree, registerDevice } from "./index";

let test: TestDatabase;
let context: CallContext;
let sandbox: CallContext;

beforeAll(async () => {
  test = await createTestDatabase();
  context = await callContextFor(test.database);
  sandbox = await callContextFor(test.database, internalPrincipal("sandbox"));
});
afterAll(() => test.close());

function systemWith(scopes: readonly Scope[]): Principal {
  return { kind: "system", id: "xs_test", name: "Test", realm: "live", scopes: new Set(scopes) };
}

async function credentialsOf(devId: string) {
  return test.database.execute<{
    device_id: string;
    purpose: "client" | "server";
    scheme: string;
    name: string;
    sealed_secret: string;
  }>(sql`select c.* from device_credentials c join devices using (device_id) where dev_id = ${devId} order by purpose`);
}

describe("registerDevice", () => {
  it("makes the device, its live row and its credentials; the secrets open for their own row only", async () => {
    const devId = "IMEI:350000000000017";
    const client = { type: "md5", username: "phone", secret: "kJ7dl2Qpw9" };
    const server = { type: "basic", name: "carrier", secret: "mX3vv81Lrt" };
    const device = await registerDevice(context, { devId, msisdn: "43664123450", credentials: { client, server } });
    expect(device).toMatchObject({ devId, contact: { state: "never", lastContactAt: null } });
    const [one, two] = await credentialsOf(devId);
    expect(one).toMatchObject({ purpose: "client", scheme: "md5", name: "phone" });
    expect(two).toMatchObject({ purpose: "server", scheme: "basic", name: "carrier" });
    const open = (row: typeof one, as: "client" | "server") =>
      context.sealer.openText(
        "device_credentials.sealed_secret",
        credentialRow(String(row?.device_id), as),
        String(row?.sealed_secret),
      );
    expect(open(one, "client")).toBe("kJ7dl2Qpw9");
    expect(open(two, "server")).toBe("mX3vv81Lrt");
    expect(() => open(one, "server")).toThrow();
    const [live] = await test.database.execute(
      sql`select version from device_live where device_id = ${String(one?.device_id)}`,
    );
    expect(Number(live?.["version"])).toBe(0);
  });

  it("makes up two different secrets when none are given", async () => {
    const devId = "IMEI:350000000000025";
    await registerDevice(context, { devId });
    const rows = await credentialsOf(devId);
    const secrets = rows.map((row) =>
      context.sealer.openText(
        "device_credentials.sealed_secret",
        credentialRow(row.device_id, row.purpose),
        row.sealed_secret,
      ),
    );
    expect(rows.map((row) => row.scheme)).toEqual(["md5", "md5"]);
    expect(new Set(secrets.filter((secret) => secret.length >= 27)).size).toBe(2);
  });

  it("keeps secrets out of the answer, the tables and the audit log", async () => {
    const secret = "planted-canary-91xq";
    const answer = await registerDevice(context, {
      devId: "IMEI:350000000000033",
      credentials: { client: { type: "basic", secret } },
    });
    const [row] = await test.database.execute(sql`
      select (select json_agg(c)::text from device_credentials c) || (select json_agg(a)::text from audit_entries a) as everything`);
    expect(JSON.stringify(answer) + String(row?.["everything"])).not.toContain(secret);
  });

  it("registers a DevId once for each realm", async () => {
    const devId = "MAC:001122AABBCC";
    const twenty = await Promise.allSettled(Array.from({ length: 20 }, () => registerDevice(context, { devId })));
    expect(twenty.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    for (const one of twenty) if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "CONFLICT" });
    await expect(registerDevice(sandbox, { devId })).resolves.toMatchObject({ devId });
  });

  it("refuses derivable and shared secrets with a pointer to them, and leaves nothing behind", async () => {
    const devId = "IMEI:350000000000041";
    await expect(
      registerDevice(context, { devId, credentials: { client: { type: "md5", secret: "350000000000041" } } }),
    ).rejects.toMatchObject({ code: "INVALID_INPUT", fields: [{ pointer: "/credentials/client/secret" }] });
    const secret = "xx8Dk2mQpz";
    await expect(
      registerDevice(context, {
        devId,
        credentials: { client: { type: "md5", secret }, server: { type: "md5", secret } },
      }),
    ).rejects.toMatchObject({ fields: [{ pointer: "/credentials/server/secret", code: "shared" }] });
    await expect(registerDevice(context, { devId })).resolves.toBeDefined();
  });

  it("lets only those who may handle credentials give them, and only administrators leave a live device unproven", async () => {
    const clerk = { ...context, principal: systemWith(["devices:write"]) };
    const keeper = { ...context, principal: systemWith(["devices:write", "devices:credentials"]) };
    const credentials = { client: { type: "md5", secret: "kJ7dl2Qpw8" } };
    const open = { client: { type: "none" } };
    await expect(registerDevice(clerk, { devId: "IMEI:350000000000058" })).resolves.toBeDefined();
    await expect(registerDevice(clerk, { devId: "IMEI:350000000000066", credentials })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(registerDevice(keeper, { devId: "IMEI:350000000000066", credentials })).resolves.toBeDefined();
    await expect(registerDevice(keeper, { devId: "IMEI:350000000000074", credentials: open })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(registerDevice(sandbox, { devId: "IMEI:350000000000074", credentials: open })).resolves.toBeDefined();
  });
});

describe("listDevices", () => {
  const found = async (query: Record<string, unknown>, by: CallContext = context) =>
    (await listDevices(by, query)).items.map((device) => device.devId).sort();

  beforeAll(async () => {
    const facts = [
      {
        devId: "IMEI:990000000000011",
        msisdn: "4369911110001",
        imsi: "232011110000001",
        manufacturer: "Acme",
        model: "One",
        tags: ["vip"],
      },
      {
        devId: "IMEI:990000000000029",
        msisdn: "4369911110002",
        imsi: "232011110000002",
        manufacturer: "Acme",
        model: "Two",
      },
      {
        devId: "urn:uuid:99999999-0000-0000-0000-00000000000a",
        manufacturer: "Berg",
        model: "One",
        tags: ["vip", "lab"],
      },
      { devId: "Odd_Name-100", manufacturer: "Berg", model: "100%" },
    ];
    for (const device of facts) await registerDevice(context, device);
    await registerDevice(sandbox, { ...facts[0], model: "Simulated" });
  });

  it.each([
    [{ devId: "IMEI:990000000000011" }, ["IMEI:990000000000011"]],
    [{ msisdn: "4369911110002" }, ["IMEI:990000000000029"]],
    [{ imsi: "232011110000001" }, ["IMEI:990000000000011"]],
    [{ manufacturer: "Acme", model: "Two" }, ["IMEI:990000000000029"]],
    [{ manufacturer: "Berg", tag: "lab" }, ["urn:uuid:99999999-0000-0000-0000-00000000000a"]],
    [{ q: "IMEI:9900" }, ["IMEI:990000000000011", "IMEI:990000000000029"]],
    [{ q: "000029" }, ["IMEI:990000000000029"]],
    [{ q: "43699111100" }, ["IMEI:990000000000011", "IMEI:990000000000029"]],
    [{ q: "10002" }, ["IMEI:990000000000029"]],
    [{ q: "One" }, ["IMEI:990000000000011", "urn:uuid:99999999-0000-0000-0000-00000000000a"]],
    [{ q: "Odd_N" }, ["Odd_Name-100"]],
    [{ q: "100%" }, ["Odd_Name-100"]],
    [{ q: "Odd%100" }, []],
    [{ q: "Oddx" }, []],
    [{ q: "OddxName" }, []],
    [{ q: "_" }, []],
    [{ model: "Simulated" }, []],
    [{ manufacturer: "acme" }, []],
  ])("finds by %j", async (query, expected) => {
    expect(await found(query)).toEqual([...expected].sort());
  });

  it("never crosses realms", async () => {
    expect(await found({ devId: "IMEI:990000000000011" }, sandbox)).toEqual(["IMEI:990000000000011"]);
    const [simulated] = (await listDevices(sandbox, { model: "Simulated" })).items;
    await expect(readDevice(context, { id: simulated?.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(readTree(context, { id: simulated?.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("meets each lasting device exactly once while others are registered between the pages", async () => {
    const lasting = await found({ limit: 500 });
    const met: string[] = [];
    let cursor: string | undefined;
    for (let round = 0; ; round += 1) {
      const page = await listDevices(context, { limit: 3, ...(cursor && { cursor }) });
      met.push(...page.items.map((device) => device.devId));
      await registerDevice(context, { devId: `Between:${round}` });
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(met.filter((devId) => lasting.includes(devId)).sort()).toEqual(lasting);
    expect(new Set(met).size).toBe(met.length);
  });
});

describe("readTree", () => {
  let device: DeviceView;
  const tree = async (query: Record<string, unknown>) => (await readTree(context, { id: device.id, ...query })).items;

  beforeAll(async () => {
    device = await registerDevice(context, { devId: "IMEI:350000000000900" });
    await test.database.execute(sql`
      insert into device_nodes (device_id, uri, format, type, value, read_at)
      select device_id, n.uri, n.format, 'text/plain', n.value, now() from devices, (values
        ('./DevInfo', 'node', 'DevId/Man/Lang'), ('./DevInfo/Man', 'chr', 'Acme'), ('./DevInfoX/Man', 'chr', 'no'),
        ('./Vendor/Deep/Er/Leaf', 'chr', 'x'), ('./Big', 'chr', repeat('x', 70000))) as n(uri, format, value)
      where dev_id = ${device.devId}`);
  });

  it("shows a node and its children, of those the names of theirs", async () => {
    const items = await tree({});
    expect(items.map((node) => [node.uri, node.children])).toEqual([
      [".", ["Big", "DevInfo", "DevInfoX", "Vendor"]],
      ["./Big", null],
      ["./DevInfo", ["DevId", "Lang", "Man"]],
      ["./DevInfoX", ["Man"]],
      ["./Vendor", ["Deep"]],
    ]);
  });

  it("takes any spelling of a URI and does not mistake a longer name for a child", async () => {
    for (const uri of ["./DevInfo", "DevInfo", "./DevInfo/", "/DevInfo"]) {
      expect((await tree({ uri, depth: 5 })).map((node) => node.uri)).toEqual(["./DevInfo", "./DevInfo/Man"]);
    }
  });

  it("leaves a long value out of lists, says its size, and shows it alone", async () => {
    const [, inList] = await tree({});
    expect(inList).toMatchObject({ uri: "./Big", value: null, size: 70_000 });
    const [alone] = await tree({ uri: "./Big", depth: 0 });
    expect(alone?.value).toHaveLength(70_000);
  });

  it("answers nothing for what nobody read, and refuses more than an answer holds", async () => {
    expect(await tree({ uri: "./Nothing" })).toEqual([]);
    await test.database.execute(sql`
      insert into device_nodes (device_id, uri, format, value, read_at)
      select device_id, './Many/' || i, 'chr', 'x', now() from devices, generate_series(1, 5001) i where dev_id = ${device.devId}`);
    await expect(tree({ uri: "./Many" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
      fields: [{ pointer: "/depth" }],
    });
    const [many] = await tree({ uri: "./Many", depth: 0 });
    expect(many?.children).toHaveLength(5_001);
  });
});

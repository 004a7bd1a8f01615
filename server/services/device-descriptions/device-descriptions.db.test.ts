import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromPublicId, toPublicId } from "../../ids";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { internalPrincipal } from "../authorization";
import { readTree, registerDevice } from "../devices";
import { startOperation } from "../operations";
import { callContextFor } from "../testing/call-context";
import type { CallContext } from "../use-case";
import { createDescription, deleteDescription, listDescriptions, readDescription } from "./index";

let test: TestDatabase;
let context: CallContext;
let devices = 0;

beforeAll(async () => {
  test = await createTestDatabase();
  context = await callContextFor(test.database);
});
afterAll(() => test.close());

interface Described {
  readonly access: string;
  readonly format?: string;
  readonly more?: string;
}

function node(name: string, { access, format = "chr", more = "" }: Described, inner = ""): string {
  const types = access
    .split(" ")
    .map((type) => `<${type}/>`)
    .join("");
  const properties = `<AccessType>${types}</AccessType><DFFormat><${format}/></DFFormat>${more}`;
  return `<Node><NodeName>${name}</NodeName><DFProperties>${properties}</DFProperties>${inner}</Node>`;
}

function ddf(...nodes: string[]): string {
  return `<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD>${nodes.join("")}</MgmtTree>`;
}

const wifi = ddf(
  node(
    "Wifi",
    { access: "Get", format: "node", more: "<Scope><Permanent/></Scope><DFTitle>Wireless</DFTitle>" },
    node("Channel", {
      access: "Get Replace",
      format: "int",
      more: "<Scope><Permanent/></Scope><DFTitle>Channel</DFTitle><Description>Which of the\n 13.</Description>",
    }) +
      node("Mac", { access: "Get" }) +
      node("Net", { access: "Get", format: "node" }, node("", { access: "Add Delete Get Replace" })),
  ),
);

async function newDevice(facts: { manufacturer: string; model: string; firmware?: string }): Promise<{ id: string }> {
  devices += 1;
  const { firmware, ...rest } = facts;
  const device = await registerDevice(context, {
    devId: `IMEI:3500000000${String(devices).padStart(5, "0")}`,
    ...rest,
  });
  if (firmware) {
    await test.database.execute(
      sql`update devices set firmware = ${firmware} where device_id = ${fromPublicId("dev", device.id)}`,
    );
  }
  return device;
}

function start(kind: string, params: unknown, ...targets: { readonly id: string }[]) {
  return startOperation(context, { kind, params, target: { devices: targets.map(({ id }) => id) } });
}

describe("a device description", () => {
  it("is taken in once for a model, listed without its document, read with it, and deleted", async () => {
    const input = { manufacturer: "Acme", model: "One", document: wifi };
    const made = await createDescription(context, input);
    expect(made).toMatchObject({ id: expect.stringMatching(/^ddf_/), nodes: 5, problems: [], firmwarePrefix: "" });
    await expect(createDescription(context, input)).rejects.toMatchObject({ code: "CONFLICT" });
    const other = await createDescription(context, { ...input, firmwarePrefix: "2." });
    const { items } = await listDescriptions(context, { manufacturer: "Acme", model: "One" });
    expect(items).toEqual([made, other]);
    await expect(readDescription(context, { id: made.id })).resolves.toEqual({ ...made, document: wifi });
    await expect(deleteDescription(context, { id: made.id })).resolves.toEqual(made);
    await expect(deleteDescription(context, { id: made.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const [audited] = await test.database.execute(
      sql`select count(*)::int as entries from audit_entries where object = ${made.id}`,
    );
    expect(audited).toEqual({ entries: 2 });
  });

  it("pages", async () => {
    for (const model of ["P1", "P2", "P3"]) {
      await createDescription(context, { manufacturer: "Pager", model, document: wifi });
    }
    const first = await listDescriptions(context, { manufacturer: "Pager", limit: 2 });
    const second = await listDescriptions(context, { manufacturer: "Pager", limit: 2, cursor: first.next ?? "" });
    expect([...first.items, ...second.items].map(({ model }) => model)).toEqual(["P1", "P2", "P3"]);
    expect(second.next).toBeNull();
  });

  it("takes whose it is from the document where nobody says so", async () => {
    const about = "<Man>Nimbus</Man><Mod>NM-1</Mod>";
    const document = wifi.replace("</VerDTD>", `</VerDTD>${about}`);
    await expect(createDescription(context, { document })).resolves.toMatchObject({
      manufacturer: "Nimbus",
      model: "NM-1",
    });
    await expect(createDescription(context, { document: wifi, model: "x" })).rejects.toMatchObject({
      fields: [{ pointer: "/manufacturer" }],
    });
  });

  it("that is none is refused, one that is odd is used and says so", async () => {
    const create = (document: string) => createDescription(context, { manufacturer: "Odd", model: "M", document });
    for (const document of ["no XML", "<SyncML/>", ddf(), `<!DOCTYPE MgmtTree [<!ENTITY a "b">]>${wifi}`]) {
      await expect(create(document), document).rejects.toMatchObject({ fields: [{ pointer: "/document" }] });
    }
    const odd = ddf("<Node><NodeName>A</NodeName></Node>");
    await expect(create(odd)).resolves.toMatchObject({ problems: [{ code: "no_format", uri: "./A" }] });
  });

  it("of the other realm is not there", async () => {
    const made = await createDescription(context, { manufacturer: "Realm", model: "M", document: wifi });
    const sandbox = { ...context, principal: internalPrincipal("sandbox") };
    await expect(readDescription(sandbox, { id: made.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(deleteDescription(sandbox, { id: made.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await listDescriptions(sandbox, {})).items).toEqual([]);
  });
});

describe("an operation on devices of a described model", () => {
  const model = { manufacturer: "Checked", model: "C" };
  let device: { id: string };
  beforeAll(async () => {
    await createDescription(context, { ...model, document: wifi });
    device = await newDevice(model);
  });
  const wrong = (code: string, pointer: string, detail?: RegExp) => ({
    code: "INVALID_INPUT",
    fields: [{ pointer: `/params${pointer}`, code, ...(detail && { detail: expect.stringMatching(detail) }) }],
  });

  it.each([
    ["parameter.get", { uris: ["./Wifi/Mac", "./Wifi?prop=ACL"] }],
    ["parameter.set", { values: [{ uri: "./Wifi/Channel", value: "11" }] }],
    ["parameter.set", { values: [{ uri: "./Vendor/Unknown", value: "x" }] }],
    ["parameter.add", { nodes: [{ uri: "./Wifi/Net/home", value: "x" }] }],
    ["parameter.delete", { uris: ["./Wifi/Net/home"] }],
  ])("starts where the description allows it or says nothing: %s %j", async (kind, params) => {
    await expect(start(kind, params, device)).resolves.toMatchObject({ kind });
  });

  it.each([
    [
      "parameter.set",
      { values: [{ uri: "./Wifi/Mac", value: "x" }] },
      "not_allowed",
      "/values/0/uri",
      /allowed is Get/,
    ],
    [
      "parameter.set",
      { values: [{ uri: "./Wifi/Channel", value: "6", format: "chr" }] },
      "wrong_format",
      "/values/0/uri",
      /format int.*not chr/,
    ],
    ["parameter.set", { values: [{ uri: "./Wifi/Channel", value: "six" }] }, "wrong_value", "/values/0/uri", /int/],
    ["parameter.get", { uris: ["./Wifi/Mac", "./Wifi/None"] }, "unknown_node", "/uris/1", /\.\/Wifi\/None is no node/],
    ["parameter.delete", { uris: ["./Wifi"] }, "not_allowed", "/uris/0", /permanent/],
    ["parameter.add", { nodes: [{ uri: "./Wifi/Net/home" }] }, "wrong_format", "/nodes/0/uri", /not node/],
    [
      "parameter.copy",
      { copies: [{ from: "./Wifi/Mac", to: "./Wifi/Net/x" }] },
      "not_allowed",
      "/copies/0/from",
      /Copy/,
    ],
    ["node.execute", { uri: "./Wifi/Mac" }, "not_allowed", "/uri", /Exec/],
  ])("is refused where the description does not: %s %j %s", async (kind, params, code, pointer, detail) => {
    await expect(start(kind, params, device)).rejects.toMatchObject(wrong(code, pointer, detail));
  });

  it("is held to how often nodes may occur, and to the types of leaves", async () => {
    const about = { manufacturer: "Checked", model: "O" };
    const occurs = (word: string) => `<Occurrence>${word}</Occurrence>`;
    const all = "Add Delete Get Replace";
    const place = (more: string) => node("", { access: all, more });
    const document = ddf(
      node(
        "Net",
        { access: "Get", format: "node" },
        node("Main", { access: all, more: occurs("<One/>") }) +
          node("Spare", { access: all, more: occurs("<ZeroOrOne/>") }) +
          node("Few", { access: "Get", format: "node" }, place(occurs("<ZeroOrN>2</ZeroOrN>"))) +
          node("Many", { access: "Get", format: "node" }, place(occurs("<ZeroOrMore/>"))) +
          node("Unsaid", { access: "Get", format: "node" }, place("")) +
          node("Logo", { access: all, format: "bin", more: "<DFType><MIME>image/png</MIME></DFType>" }),
      ),
    );
    await createDescription(context, { ...about, document });
    const here = await newDevice(about);
    const add = (...uris: string[]) =>
      start("parameter.add", { nodes: uris.map((uri) => ({ uri: `./Net/${uri}`, value: "" })) }, here);
    await expect(add("Main", "Spare", "Few/a", "Few/b", "Many/a", "Many/b", "Many/c")).resolves.toBeDefined();
    await expect(add("Unsaid/a", "Unsaid/b")).resolves.toBeDefined();
    await expect(add("Few/a", "Few/b", "Few/c")).rejects.toMatchObject(
      wrong("too_many_nodes", "/nodes/2/uri", /may be 2/),
    );
    const drop = (name: string) => start("parameter.delete", { uris: [`./Net/${name}`] }, here);
    await expect(drop("Main")).rejects.toMatchObject(wrong("not_allowed", "/uris/0", /exactly one/));
    await expect(drop("Spare")).resolves.toBeDefined();
    const logo = (type: string) =>
      start("parameter.set", { values: [{ uri: "./Net/Logo", value: "", format: "bin", type }] }, here);
    await expect(logo("Image/PNG")).resolves.toBeDefined();
    await expect(logo("image/gif")).rejects.toMatchObject(
      wrong("wrong_type", "/values/0/uri", /type image\/png .*not image\/gif/),
    );
  });

  it("is checked against every model of its target, or refused where they are more than that", async () => {
    const about = { manufacturer: "Fleet", model: "F0" };
    const first = await newDevice(about);
    await createDescription(context, { ...about, document: wifi });
    const copied = (columns: string) => sql`jsonb_build_object(
      ${sql.raw(columns)}, 'model', 'F' || n, 'created_at', now())`;
    await test.database.execute(sql`insert into device_descriptions
      select (jsonb_populate_record(x, ${copied("'description_id', gen_random_uuid()")})).*
      from device_descriptions x, generate_series(1, 100) n where x.manufacturer = 'Fleet'`);
    const rows = await test.database.execute<{ id: string }>(sql`insert into devices
      select (jsonb_populate_record(d, ${copied("'device_id', gen_random_uuid(), 'dev_id', 'IMEI:' || 359000000000000 + n")})).*
      from devices d, generate_series(1, 100) n where d.manufacturer = 'Fleet' returning device_id as id`);
    const others = rows.map(({ id }) => ({ id: toPublicId("dev", id) }));
    const set = { values: [{ uri: "./Vendor/X", value: "x" }] };
    await expect(start("parameter.set", set, ...others)).resolves.toBeDefined();
    await expect(start("parameter.set", set, first, ...others)).rejects.toMatchObject({
      fields: [{ pointer: "/target", code: "too_many", detail: expect.stringContaining("more than 100") }],
    });
    const strict = ddf(node("Vendor", { access: "Get", format: "node" }, node("X", { access: "Get" })));
    const { items } = await listDescriptions(context, { manufacturer: "Fleet", model: "F100" });
    await deleteDescription(context, { id: items[0]?.id ?? "" });
    await createDescription(context, { manufacturer: "Fleet", model: "F100", document: strict });
    await expect(start("parameter.set", set, ...others)).rejects.toMatchObject(
      wrong("not_allowed", "/values/0/uri", /Fleet F100/),
    );
  });

  it("is not refused as a script, nor on devices of another model", async () => {
    const commands = [{ command: "Delete", uri: "./Wifi" }];
    await expect(start("script.run", { commands }, device)).resolves.toBeDefined();
    const other = await newDevice({ ...model, model: "D" });
    await expect(start("parameter.delete", { uris: ["./Wifi"] }, other)).resolves.toBeDefined();
    await expect(start("parameter.delete", { uris: ["./Wifi"] }, other, device)).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
  });

  it("is checked against the description with the longest firmware prefix that fits", async () => {
    const about = { manufacturer: "Checked", model: "F" };
    const set = { values: [{ uri: "./Wifi/Mac", value: "x" }] };
    const writable = ddf(node("Wifi", { access: "Get", format: "node" }, node("Mac", { access: "Get Replace" })));
    await createDescription(context, { ...about, document: wifi });
    await createDescription(context, { ...about, firmwarePrefix: "4.1", document: writable });
    const [old, young, without] = [
      await newDevice({ ...about, firmware: "4.0.9" }),
      await newDevice({ ...about, firmware: "4.18" }),
      await newDevice(about),
    ];
    await expect(start("parameter.set", set, young)).resolves.toBeDefined();
    await expect(start("parameter.set", set, old)).rejects.toMatchObject(wrong("not_allowed", "/values/0/uri"));
    await expect(start("parameter.set", set, without)).rejects.toMatchObject(wrong("not_allowed", "/values/0/uri"));
  });

  it("follows what is described now", async () => {
    const about = { manufacturer: "Checked", model: "G" };
    const made = await createDescription(context, { ...about, document: wifi });
    const here = await newDevice(about);
    const set = { values: [{ uri: "./Wifi/Mac", value: "x" }] };
    await expect(start("parameter.set", set, here)).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await deleteDescription(context, { id: made.id });
    await expect(start("parameter.set", set, here)).resolves.toBeDefined();
  });

  it("has titles and descriptions in the device's tree", async () => {
    const deviceId = fromPublicId("dev", device.id);
    await test.database.execute(sql`insert into device_nodes (device_id, uri, format, value, read_at) values
      (${deviceId}, './Wifi/Channel', 'int', '6', now()), (${deviceId}, './Vendor/X', 'chr', '1', now())`);
    const { items } = await readTree(context, { id: device.id, uri: ".", depth: 3 });
    const told = Object.fromEntries(items.map(({ uri, title, description }) => [uri, [title, description]]));
    expect(told).toMatchObject({
      "./Wifi": ["Wireless", null],
      "./Wifi/Channel": ["Channel", "Which of the 13."],
      "./Vendor/X": [null, null],
    });
  });
});

describe("an access control list that would lock this server out", () => {
  it("is refused by the name that the server has for the device, unless it is forced", async () => {
    const device = await registerDevice(context, {
      devId: "IMEI:350000000099999",
      credentials: { server: { type: "md5", name: "carrier-dm", secret: "mX3vv81Lrt" } },
    });
    const set = (value: string, force?: boolean) =>
      start("parameter.set", { values: [{ uri: "./A?prop=ACL", value }], ...(force && { force }) }, device);
    await expect(set("Get=*&Replace=carrier-dm")).resolves.toBeDefined();
    await expect(set("")).resolves.toBeDefined();
    for (const list of ["Get=*", "Get=*&Replace=other", "Replace=carrier-dm"]) {
      await expect(set(list), list).rejects.toMatchObject({
        code: "INVALID_INPUT",
        fields: [{ pointer: "/params/values/0/uri", code: "locks_out", detail: expect.stringContaining("carrier-dm") }],
      });
      await expect(set(list, true)).resolves.toBeDefined();
    }
    const commands = [{ command: "Replace", uri: "./A?prop=ACL", value: "Get=*" }];
    await expect(start("script.run", { commands }, device)).rejects.toMatchObject({
      fields: [{ pointer: "/params/commands/0/uri", code: "locks_out" }],
    });
  });

  it("is refused in a serialised tree too, whichever command brings it", async () => {
    const device = await registerDevice(context, {
      devId: "IMEI:350000000099998",
      credentials: { server: { type: "md5", name: "carrier-dm", secret: "kP7qq52Zbw" } },
    });
    const properties = (acl: string) => `<RTProperties>${acl}<Format><node/></Format></RTProperties>`;
    const tree = (acl: string) =>
      `<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Node><NodeName>N</NodeName>${properties(acl)}</Node></MgmtTree>`;
    const locking = tree("<ACL>Get=*&amp;Replace=other</ACL>");
    const add = (tnds: string, more: object = {}) => start("parameter.add", { tnds, uri: "./A", ...more }, device);
    await expect(add(tree(""))).resolves.toBeDefined();
    await expect(add(tree("<ACL>Get=*&amp;Replace=other+carrier-dm</ACL>"))).resolves.toBeDefined();
    await expect(add(locking)).rejects.toMatchObject({
      fields: [{ pointer: "/params/tnds", code: "locks_out", detail: expect.stringContaining("./A/N") }],
    });
    await expect(add(locking, { force: true })).resolves.toBeDefined();

    const script = (command: object, more: object = {}) =>
      start("script.run", { commands: [{ command: "Sequence", commands: [command] }], ...more }, device);
    const pointer = "/params/commands/0/commands/0/value";
    const [type, base64] = ["application/vnd.syncml.dmtnds+xml", Buffer.from(locking).toString("base64")];
    for (const command of [
      { command: "Add", uri: "./A", format: "xml", type, value: locking },
      { command: "Replace", uri: "./A", format: "xml", type: `${type.toUpperCase()};x=y`, value: locking },
      { command: "Add", uri: "./A", format: "b64", type, value: base64 },
    ]) {
      await expect(script(command)).rejects.toMatchObject({ fields: [{ pointer, code: "locks_out" }] });
      await expect(script(command, { force: true })).resolves.toBeDefined();
    }
    for (const value of ["<MgmtTree", tree("<ACL>Get</ACL>")]) {
      const odd = { command: "Add", uri: "./A", format: "xml", type, value };
      await expect(script(odd)).rejects.toMatchObject({ fields: [{ pointer, code: "unreadable_rights" }] });
    }
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DecodeError } from "../decode-error";
import type { Encoding } from "../element";
import { errorOf } from "../testing/octets";
import { fixtureOctets } from "../testing/vectors";
import { NODE_FORMATS } from "./node-properties";
import { readTnds } from "./read-tnds";
import { treeCommands } from "./tree-commands";
import type { TreeRecord } from "./tree-record";
import { canonicalUri } from "./uri";
import { levelOf } from "./uri-parts";
import { writeTnds } from "./write-tnds";

const ENCODINGS: readonly Encoding[] = ["xml", "wbxml"];

function leaf(uri: string, value: string, more: Partial<TreeRecord> = {}): TreeRecord {
  return { uri, format: "chr", type: "text/plain", value, ...more };
}

function interior(uri: string, more: Partial<TreeRecord> = {}): TreeRecord {
  return { uri, format: "node", type: null, value: null, ...more };
}

function read(body: string, base = ".") {
  return readTnds(Buffer.from(`<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD>${body}</MgmtTree>`), "xml", base);
}

function node(name: string, format: string, inner: string): string {
  const properties = `<RTProperties><Format><${format}/></Format><Type><MIME>text/plain</MIME></Type></RTProperties>`;
  return `<Node><NodeName>${name}</NodeName>${properties}${inner}</Node>`;
}

const codesOf = (body: string) => read(body).problems.map((problem) => problem.code);

describe("a serialised tree", () => {
  it.each(ENCODINGS)("of another encoder is read with properties, paths and values (%s)", (encoding) => {
    const extension = encoding === "xml" ? "xml" : "wbxml";
    const tree = readTnds(fixtureOctets(`pairs/s40-tnds-standalone.${extension}`), encoding, ".");
    expect(tree).toEqual({
      manufacturer: "Nimbus",
      model: "NM-210",
      problems: [],
      records: [
        interior("./Settings", { type: "com.example/1.0/Settings", acl: "Get=*&Replace=carrier-dm" }),
        leaf("./Settings/On", "true", { format: "bool" }),
        leaf("./Settings/When", "20270101T000000Z", { format: "time" }),
        leaf("./Settings/Ratio", "0.5", { format: "float" }),
        leaf("./Settings/Blob", "AAEC", { format: "b64", type: "application/octet-stream" }),
        leaf("./Settings/Net/GW", "gw.example"),
      ],
    });
  });

  it.each(ENCODINGS)("comes back as it was written: every property, format and value (%s)", (encoding) => {
    fc.assert(
      fc.property(records, fc.constantFrom(".", "./Base"), (nodes, base) => {
        const placed = nodes.map((record) => ({ ...record, uri: base + record.uri.slice(1) }));
        const octets = writeTnds(placed, encoding, { base, manufacturer: "M & N", model: "<1>" });
        const tree = readTnds(octets, encoding, base);
        expect(tree.problems).toEqual([]);
        expect(tree).toMatchObject({ manufacturer: "M & N", model: "<1>" });
        expect(byUri(tree.records)).toEqual(byUri(placed));
      }),
      { numRuns: 1_000 },
    );
  });

  it("carries octets as octets in WBXML and as base64 in XML", () => {
    const value = Buffer.from("AAEC").toString("base64");
    const blob = leaf("./A", value, { format: "bin", type: "application/octet-stream" });
    expect(Buffer.from(writeTnds([blob], "xml")).toString()).toContain(`<Value>${value}</Value>`);
    expect(Buffer.from(writeTnds([blob], "wbxml")).includes("AAEC")).toBe(true);
    for (const encoding of ENCODINGS)
      expect(readTnds(writeTnds([blob], encoding), encoding, ".").records).toEqual([blob]);
  });

  it("carries the parts that are asked for", () => {
    const nodes = [interior("./A", { acl: "Get=*" }), leaf("./A/B", "secret", { title: "B", size: 6, verNo: 3 })];
    const only = Buffer.from(writeTnds(nodes, "xml", { selection: { only: ["ACL", "Name"] } })).toString();
    expect(only).toContain("<RTProperties><ACL>Get=*</ACL><Name>A</Name></RTProperties>");
    expect(only).not.toMatch(/Value|Title|Format|Size/);
    const without = Buffer.from(writeTnds(nodes, "xml", { selection: { without: ["Value"] } })).toString();
    expect(without).toContain("<Title>B</Title>");
    expect(without).not.toContain("secret");
  });

  it("stands below the target of its command, or at it where its first node has no name of its own", () => {
    expect(read(node("B", "chr", "<Value>1</Value>"), "./A").records[0]?.uri).toBe("./A/B");
    expect(read(`<Node><NodeName>C</NodeName><Path>./B</Path></Node>`, "./A").records[0]?.uri).toBe("./A/B/C");
    const root = read(node(".", "node", node("B", "chr", "")), "./A");
    expect(root.records.map((record) => record.uri)).toEqual(["./A", "./A/B"]);
  });

  it("says what is odd in it and reads the rest", () => {
    expect(codesOf(node("A", "chr", "") + node("A", "int", ""))).toEqual(["duplicate"]);
    expect(codesOf(node("a/b", "chr", ""))).toEqual(["bad_name"]);
    expect(codesOf(node("..", "chr", ""))).toEqual(["bad_uri"]);
    expect(codesOf("<Node><NodeName>A</NodeName></Node>")).toEqual(["no_format"]);
    expect(codesOf("<Node><NodeName>A</NodeName><Path>../B</Path></Node>")).toEqual(["bad_path"]);
    expect(codesOf(node("A", "One", ""))).toEqual(["unknown_format"]);
    expect(codesOf(node("A", "chr", node("B", "chr", "")))).toEqual(["children_of_leaf"]);
    expect(codesOf(node("A", "node", "<Value>1</Value>"))).toEqual(["value_of_interior"]);
    expect(codesOf(node("A", "b64", "<Value>%%%</Value>"))).toEqual(["bad_value"]);
    const wrong = "<RTProperties><ACL>Copy=a</ACL><Format><chr/></Format><VerNo>65536</VerNo></RTProperties>";
    expect(codesOf(`<Node><NodeName>A</NodeName>${wrong}</Node>`)).toEqual(["bad_number", "bad_acl"]);
    const odd = read(node("..", "chr", node("X", "chr", "")) + node("B", "chr", "<Value>2</Value>"));
    expect(odd.records).toEqual([leaf("./B", "2")]);
  });

  it("is no tree when it is a message, and no document when it is cut", () => {
    const message = readTnds(fixtureOctets("pairs/s32-bootstrap-tnds.xml"), "xml", ".");
    expect(message).toMatchObject({ records: [], problems: [{ code: "not_a_tree" }] });
    const whole = fixtureOctets("pairs/s40-tnds-standalone.wbxml");
    for (let length = 0; length < whole.length; length += 1) {
      expect(errorOf(() => readTnds(whole.subarray(0, length), "wbxml", "."))).toBeInstanceOf(DecodeError);
    }
  });

  it("is read up to 64 levels of elements and 32 of nodes, and to 10,000 nodes with wider limits", () => {
    const deep = (levels: number): string => (levels === 0 ? "" : node("n", "node", deep(levels - 1)));
    expect(read(deep(32)).records).toHaveLength(32);
    expect(read(deep(33)).problems.map((problem) => problem.code)).toEqual(["bad_uri"]);
    expect(errorOf(() => read(deep(64)))).toMatchObject({ code: "LIMIT_DEPTH" });
    const many = `<MgmtTree>${Array.from({ length: 10_001 }, (_, n) => `<Node><NodeName>${n}</NodeName></Node>`).join("")}</MgmtTree>`;
    const limits = {
      octetsMax: 1e6,
      depthMax: 64,
      treeDepthMax: 64,
      elementsMax: 1e6,
      stringTableOctetsMax: 0,
      expandedTextOctetsMax: 1e6,
      referencesMax: 0,
    };
    const read1 = readTnds(Buffer.from(many), "xml", ".", limits);
    expect(read1.records).toHaveLength(10_000);
    expect(read1.problems).toHaveLength(100);
  });
});

describe("the commands that bring a tree in", () => {
  it("add a node before what stands below it, and replace leaves only", () => {
    const nodes = [leaf("./A/B/c", "1"), interior("./A"), interior("./A/B", { type: "urn:x" }), leaf("./A/d", "2")];
    expect(treeCommands("Add", nodes)).toEqual([
      [{ name: "Add", uri: "./A", format: "node", data: "" }],
      [
        { name: "Add", uri: "./A/B", format: "node", type: "urn:x", data: "" },
        { name: "Add", uri: "./A/d", format: "chr", type: "text/plain", data: "2" },
      ],
      [{ name: "Add", uri: "./A/B/c", format: "chr", type: "text/plain", data: "1" }],
    ]);
    const replaced = treeCommands("Replace", [...nodes, leaf("./A/e", "", { value: null })]).flat();
    expect(replaced.map((command) => command.uri)).toEqual(["./A/d", "./A/B/c"]);
  });

  it("name every node of any tree once, parents first", () => {
    fc.assert(
      fc.property(records, (nodes) => {
        const uris = treeCommands("Add", nodes).flatMap((level) => level.map((command) => command.uri));
        expect([...uris].sort()).toEqual(nodes.map((record) => record.uri).sort());
        expect(uris.map(levelOf)).toEqual(uris.map(levelOf).sort((one, other) => one - other));
      }),
      { numRuns: 300 },
    );
  });
});

function byUri(nodes: readonly TreeRecord[]): TreeRecord[] {
  return [...nodes].sort((one, other) => (one.uri < other.uri ? -1 : 1));
}

/** Text without NULs at its end and, since layout is dropped, not white space alone. */
const text = fc
  .string({ unit: "grapheme", maxLength: 20 })
  .filter((value) => value === "" || (value.trim() === value && !/[\0\r]/.test(value)));
const word = fc.constantFrom("a", "Bc", "ü", "x&y", "n<1>", "d.e", "1");
const optional = <T>(key: string, value: fc.Arbitrary<T>) =>
  fc.option(value, { nil: undefined }).map((given) => (given === undefined ? {} : { [key]: given }));

const content = fc.constantFrom(...NODE_FORMATS).chain((format): fc.Arbitrary<Pick<TreeRecord, "format" | "value">> => {
  if (format === "node") return fc.constant({ format, value: null });
  const octets = fc.uint8Array({ maxLength: 20 }).map((value) => Buffer.from(value).toString("base64"));
  const value = format === "bin" || format === "b64" ? octets : text;
  return fc.option(value, { nil: null }).map((given) => ({ format, value: given }));
});

const record = fc
  .tuple(
    fc.array(word, { minLength: 1, maxLength: 5 }),
    content,
    fc.option(fc.constantFrom("text/plain", "urn:oma:mo:x:1.0"), { nil: null }),
    optional("acl", fc.constantFrom("", "Get=*", "Get=a+b&Replace=a")),
    optional("title", text),
    optional("tStamp", fc.constant("20270131T164500Z")),
    optional("verNo", fc.nat(65_535)),
    optional("size", fc.nat()),
  )
  .map(([path, rest, type, ...properties]): TreeRecord => {
    const uri = canonicalUri(path.join("/")) ?? "./x";
    return Object.assign({ uri, ...rest, type }, ...properties);
  });

/** A leaf has nothing below it. */
const records = fc.uniqueArray(record, { selector: ({ uri }) => uri, maxLength: 12 }).map((nodes) => {
  const leaves = nodes.filter((one) => one.format !== "node").map((one) => `${one.uri}/`);
  return nodes.filter((one) => !leaves.some((above) => one.uri.startsWith(above)));
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toPublicId } from "../ids";
import {
  type Element,
  type ElementDocument,
  encodeWbxml,
  encodeXml,
  type SyncmlMessage,
  writeMessage,
} from "../oma-dm";
import { DECODE_LIMITS } from "../oma-dm/decode-limits";
import { element } from "../oma-dm/element";
import { errorOf, octetsOf } from "../oma-dm/testing/octets";
import { createSessionStarts } from "../services/device-sessions";
import { headerStatus } from "../services/device-sessions/testing/wire-device";
import { readWire } from "../services/device-sessions/wire";
import { readTree } from "../services/devices";
import { type DeviceEndpoint, openDeviceEndpoint } from "../testing/device-endpoint";
import { allRows, rowsOfDevice } from "../testing/whole-rows";
import { deviceBounds } from "./device-bounds";

const MEMORY_GROWTH_MAX = 16 * 1_048_576;
const { octetsMax, depthMax, treeDepthMax, elementsMax, stringTableOctetsMax, expandedTextOctetsMax, referencesMax } =
  DECODE_LIMITS;

let endpoint: DeviceEndpoint;
beforeAll(async () => {
  endpoint = await openDeviceEndpoint();
});
afterAll(() => endpoint.close());

const BASE: SyncmlMessage = {
  header: {
    verDtd: "1.2",
    verProto: "DM/1.2",
    sessionId: "1",
    msgId: "1",
    target: { locUri: "http://127.0.0.1/dm" },
    source: { locUri: "IMEI:350000000099999" },
  },
  commands: [{ name: "Alert", cmdId: "1", data: "1201", items: [] }],
  final: true,
};

/** A whole message with more elements at the end of its body. */
function withElements(more: readonly Element[]): ElementDocument {
  const document = writeMessage(BASE);
  const [header, body] = document.root.content as readonly Element[];
  if (!header || !body) throw new Error("no header or body");
  const longer = { ...body, content: [...(body.content as readonly Element[]), ...more] };
  return { ...document, root: { ...document.root, content: [header, longer] } };
}

const text = (octets: number) => element("syncml", "Alert", [element("syncml", "Data", "a".repeat(octets))]);
const textOctets = ({ content }: Element): number =>
  typeof content === "string"
    ? Buffer.byteLength(content)
    : (content as readonly Element[]).reduce((sum, child) => sum + textOctets(child), 0);
const countElements = ({ content }: Element): number =>
  Array.isArray(content) ? (content as readonly Element[]).reduce((sum, child) => sum + countElements(child), 1) : 1;

function nested(depth: number): ElementDocument {
  let inner = element("syncml", "Sequence");
  // The root and the body are two; the innermost stands already.
  for (let at = 3; at < depth; at += 1) inner = element("syncml", "Sequence", [inner]);
  return withElements([inner]);
}

function ofElements(count: number): ElementDocument {
  const own = countElements(withElements([]).root);
  return withElements(Array.from({ length: count - own }, () => element("syncml", "Final")));
}

function ofOctets(octets: number, encode: Encode): Uint8Array {
  const own = encode(withElements([text(1)])).length - 1;
  return encode(withElements([text(octets - own)]));
}

function ofCommands(count: number): ElementDocument {
  const own = BASE.commands.length;
  const alerts = Array.from({ length: count - own }, (_, at) =>
    element("syncml", "Alert", [element("syncml", "CmdID", `${at + 2}`), element("syncml", "Data", "1226")]),
  );
  return withElements(alerts);
}

/** Tokens as they are, in front of Final and the two ends of a message in WBXML, with a string table. */
function withTokens(table: Uint8Array, ...tokens: readonly (number | string | Uint8Array)[]): Uint8Array {
  const whole = encodeWbxml(withElements([]));
  const [head, tail] = [whole.subarray(5, -3), whole.subarray(-3)];
  return octetsOf(0x02, 0xa4, 0x01, 0x6a, ...multiByte(table.length), table, head, ...tokens, tail);
}

/** An mb_u_int32 of five octets. */
function multiByte(value: number): number[] {
  return [28, 21, 14, 7, 0].map((shift, at) => (Math.floor(value / 2 ** shift) & 0x7f) | (at < 4 ? 0x80 : 0));
}

/** Alert with Data of these tokens. */
const inData = (...tokens: readonly (number | string | Uint8Array)[]) => [0x46, 0x4f, ...tokens, 0x01, 0x01];
const NO_TABLE = new Uint8Array();
const letters = (count: number) => new Uint8Array(count).fill(0x61);

/** References to a table of the longest kind, and a string for what is left to `octets` of text in all. */
function expandedTo(octets: number): Uint8Array {
  const own = textOctets(withElements([]).root);
  const references = Math.floor((octets - own) / stringTableOctetsMax);
  const rest = octets - own - references * stringTableOctetsMax;
  const all = Array.from({ length: references }, () => [0x83, 0x00]).flat();
  return withTokens(letters(stringTableOctetsMax), ...inData(...all, 0x03, letters(rest), 0x00));
}

const xmlWith = (content: string, doctype = ""): Uint8Array => {
  const whole = Buffer.from(encodeXml(withElements([]))).toString("utf8");
  const rooted = doctype === "" ? whole : whole.replace("<SyncML", `${doctype}<SyncML`);
  return octetsOf(rooted.replace("</SyncBody>", `<Alert><Data>${content}</Data></Alert></SyncBody>`));
};

type Encode = (document: ElementDocument) => Uint8Array;

interface Bound {
  readonly name: string;
  readonly encoding: "wbxml" | "xml";
  /** null: refused whatever there is of it. */
  readonly accepted: Uint8Array | null;
  readonly refused: Uint8Array;
  /** 413 without a word, or what the text of a 400 says. */
  readonly answer: 413 | string;
}

const both = (name: string, answer: 413 | string, octets: (encode: Encode, more: 0 | 1) => Uint8Array) =>
  (["wbxml", "xml"] as const).map((encoding): Bound => {
    const encode: Encode = encoding === "xml" ? encodeXml : encodeWbxml;
    return { name, encoding, accepted: octets(encode, 0), refused: octets(encode, 1), answer };
  });
const wbxml = (name: string, answer: string, accepted: Uint8Array | null, refused: Uint8Array): Bound => ({
  name,
  encoding: "wbxml",
  accepted,
  refused,
  answer,
});
const xml = (name: string, answer: string, accepted: Uint8Array | null, refused: Uint8Array): Bound => ({
  ...wbxml(name, answer, accepted, refused),
  encoding: "xml",
});

const OCTETS: readonly Bound[] = [
  ...both("octets", 413, (encode, more) => ofOctets(octetsMax + more, encode)),
  ...both("depth", "LIMIT_DEPTH", (encode, more) =>
    encode(nested((encode === encodeXml ? treeDepthMax : depthMax) + more)),
  ),
  // The namespace of the root in XML is an attribute, and counts as an element.
  ...both("elements", "LIMIT_ELEMENTS", (encode, more) =>
    encode(ofElements(elementsMax + more - (encode === encodeXml ? 1 : 0))),
  ),
  wbxml(
    "octets of the string table",
    "LIMIT_STRING_TABLE",
    withTokens(letters(stringTableOctetsMax)),
    withTokens(letters(stringTableOctetsMax + 1)),
  ),
  wbxml(
    "place in the string table, whose last entry has no NUL",
    "STRING_TABLE_RANGE",
    withTokens(letters(4), ...inData(0x83, 3)),
    withTokens(letters(4), ...inData(0x83, 4)),
  ),
  wbxml(
    "text after expansion",
    "LIMIT_EXPANDED_TEXT",
    expandedTo(expandedTextOctetsMax),
    expandedTo(expandedTextOctetsMax + 1),
  ),
  wbxml(
    "octets of an integer",
    "INTEGER_TOO_LARGE",
    withTokens(NO_TABLE, ...inData(0x02, 0x80, 0x80, 0x80, 0x80, 0x41)),
    withTokens(NO_TABLE, ...inData(0x02, 0x80, 0x80, 0x80, 0x80, 0x80, 0x41)),
  ),
  wbxml(
    "bits of an integer",
    "INTEGER_TOO_LARGE",
    null,
    withTokens(NO_TABLE, ...inData(0xc3, 0x90, 0x80, 0x80, 0x80, 0x00)),
  ),
  wbxml(
    "length of an OPAQUE: what is left",
    "TRUNCATED",
    withTokens(NO_TABLE, ...inData(0xc3, 2, "ab")),
    withTokens(NO_TABLE, ...inData(0xc3, ...multiByte(2 ** 31), "ab")),
  ),
  ...[
    ["LITERAL", [0x04, 0x00], "UNSUPPORTED_TOKEN"],
    ["LITERAL_C", [0x44, 0x00], "UNSUPPORTED_TOKEN"],
    ["LITERAL_A", [0x84, 0x00], "UNSUPPORTED_TOKEN"],
    ["LITERAL_AC", [0xc4, 0x00], "UNSUPPORTED_TOKEN"],
    ["EXT_I_0", [0x40, 0x61, 0x00], "UNSUPPORTED_TOKEN"],
    ["EXT_T_0", [0x80, 0x00], "UNSUPPORTED_TOKEN"],
    ["EXT_0", [0xc0], "UNSUPPORTED_TOKEN"],
    ["PI", [0x43, 0x01], "UNSUPPORTED_TOKEN"],
    ["the attribute bit", [0x92, 0x01], "UNSUPPORTED_TOKEN"],
    ["an unknown tag", [0x7f, 0x01], "UNKNOWN_TAG"],
    ["an unknown page", [0x00, 0x03, 0x05], "UNKNOWN_PAGE"],
  ].map(([name, tokens, answer]) =>
    wbxml(name as string, answer as string, null, withTokens(NO_TABLE, ...(tokens as number[]))),
  ),
  xml(
    "character numbers",
    "LIMIT_REFERENCES",
    xmlWith("&#65;".repeat(referencesMax)),
    xmlWith("&#65;".repeat(referencesMax + 1)),
  ),
  xml("entities beyond the five", "ENTITY_REFUSED", xmlWith("&lt;&gt;&amp;&quot;&apos;"), xmlWith("&nbsp;")),
  xml(
    "a DOCTYPE with more than an external id",
    "DTD_REFUSED",
    xmlWith("", '<!DOCTYPE SyncML SYSTEM "http://127.0.0.1:1/x.dtd">'),
    xmlWith("", "<!DOCTYPE SyncML []>"),
  ),
  xml("an entity declaration", "DTD_REFUSED", null, xmlWith("&x;", '<!DOCTYPE SyncML [<!ENTITY x "y">]>')),
];

/** Address of a node that is refused beside the longest or oddest that is not. */
const URIS: readonly (readonly [string, string, string])[] = [
  ["octets of an address", `./DevInfo/${"a".repeat(1_014)}`, `./DevInfo/${"a".repeat(1_015)}`],
  ["octets of an address, not letters", `./DevInfo/${"ä".repeat(507)}`, `./DevInfo/${"ä".repeat(507)}b`],
  ["segments of an address", `./DevInfo${"/a".repeat(31)}`, `./DevInfo${"/a".repeat(32)}`],
  ["..", "./DevInfo/..a", "./DevInfo/../a"],
  ["control characters", "./DevInfo/a~", "./DevInfo/a\u007f"],
];

async function post(octets: Uint8Array, encoding: "wbxml" | "xml") {
  const response = await fetch(endpoint.dmUrl, {
    method: "POST",
    headers: { "content-type": `application/vnd.syncml.dm+${encoding}` },
    body: Buffer.from(octets),
  });
  return { status: response.status, octets: Buffer.from(await response.arrayBuffer()) };
}

async function statusOfExtra(extra: SyncmlMessage["commands"][number], encoding: "wbxml" | "xml") {
  const device = await endpoint.addDevice({ encoding });
  await device.wire.signIn();
  const reply = await device.wire.signIn({ extra: [extra] });
  expect(headerStatus(reply)).toBe(212);
  const status = reply.commands.find((command) => command.name === "Status" && command.cmdRef === extra.cmdId);
  return { ...device, status: status?.name === "Status" ? status.data : Number.NaN, reply };
}

const devInfo = (uris: readonly string[]): SyncmlMessage["commands"][number] => ({
  name: "Replace",
  cmdId: "77",
  items: uris.map((locUri) => ({ source: { locUri }, data: "x" })),
});

describe("trust:dm-bounds: each bound takes its limit and refuses one more", () => {
  let right = 0;
  const expected = OCTETS.length + 2 * (URIS.length + 2) + 5;
  afterAll(() => console.log(`dm-bounds ${right}/${expected}`));

  it("of what the octets of a message may be, with 413 or 400, and no row", async () => {
    const before = await allRows(endpoint.test.sql);
    for (const { name, encoding, accepted, refused, answer } of OCTETS) {
      const at = `${name}, ${encoding}`;
      if (accepted) expect({ at, status: (await post(accepted, encoding)).status }).toEqual({ at, status: 200 });
      const said = await post(refused, encoding);
      expect({ at, status: said.status }).toEqual({ at, status: answer === 413 ? 413 : 400 });
      if (answer !== 413) expect(said.octets.toString(), at).toContain(answer);
      const memory = process.memoryUsage();
      expect(
        errorOf(() => readWire(refused)),
        at,
      ).toBeDefined();
      const after = process.memoryUsage();
      expect(after.heapUsed + after.external - memory.heapUsed - memory.external, at).toBeLessThan(MEMORY_GROWTH_MAX);
      right += 1;
    }
    expect(await allRows(endpoint.test.sql)).toEqual(before);
  });

  it("of commands in a message: 400 on all of them, and the session is over", async () => {
    for (const encoding of ["wbxml", "xml"] as const) {
      const encode = encoding === "xml" ? encodeXml : encodeWbxml;
      const accepted = readWire((await post(encode(ofCommands(500)), encoding)).octets).message;
      expect(headerStatus(accepted)).toBe(407);
      const refused = readWire((await post(encode(ofCommands(501)), encoding)).octets).message;
      expect(headerStatus(refused)).toBe(400);
      expect(refused.header.respUri).toBeUndefined();
      right += 1;
    }
  });

  it("of items in a command: 400 on that command alone", async () => {
    for (const encoding of ["wbxml", "xml"] as const) {
      const items = (count: number) => devInfo(Array.from({ length: count }, (_, at) => `./DevInfo/X${at}`));
      expect((await statusOfExtra(items(1_000), encoding)).status).toBe(200);
      expect((await statusOfExtra(items(1_001), encoding)).status).toBe(400);
      right += 1;
    }
  });

  it.each(URIS)("of %s: 414, and the node is not kept", async (_name, accepted, refused) => {
    for (const encoding of ["wbxml", "xml"] as const) {
      const taken = await statusOfExtra(devInfo([accepted]), encoding);
      expect(taken.status).toBe(200);
      const rows = await rowsOfDevice(endpoint.test.sql, taken.deviceId);
      expect(rows["device_nodes"]?.some((row) => row.includes(accepted))).toBe(true);
      const left = await statusOfExtra(devInfo([refused]), encoding);
      expect(left.status).toBe(414);
      const rowsLeft = await rowsOfDevice(endpoint.test.sql, left.deviceId);
      expect(rowsLeft["device_nodes"]?.some((row) => row.includes(refused))).toBe(false);
      right += 1;
    }
  });

  it("of challenges in a session: the fourth failure is 401 without another, and the session is over", async () => {
    const wire = endpoint.wireOf({ devId: "IMEI:350000000088888", secret: "whatever" });
    const hasChallenge = (message: SyncmlMessage) =>
      message.commands.some((command) => command.name === "Status" && command.chal !== undefined);
    for (let challenge = 1; challenge <= 3; challenge += 1) expect(hasChallenge(await wire.signIn())).toBe(true);
    const last = await wire.signIn();
    expect([headerStatus(last), hasChallenge(last), last.header.respUri]).toEqual([401, false, undefined]);
    right += 1;
  });

  it("of sessions that one source starts in a minute", () => {
    const starts = createSessionStarts(deviceBounds("default"));
    for (let start = 0; start < 600; start += 1) expect(starts.mayStart(`192.0.2.${start % 200}`, 1)).toBe(true);
    expect(starts.mayStart("192.0.2.7", 1)).toBe(false);
    expect(starts.mayStart("198.51.100.7", 1)).toBe(true);
    right += 1;
  });

  it("of sessions that one device starts in an hour", () => {
    const starts = createSessionStarts(deviceBounds("default"));
    for (let start = 0; start < 300; start += 1) expect(starts.mayStartAs("one", 1)).toBe(true);
    expect(starts.mayStartAs("one", 1)).toBe(false);
    expect(starts.mayStartAs("another", 1)).toBe(true);
    right += 1;
  });

  it("of nodes kept of a device: what is beyond them is not kept, and the tree says so", async () => {
    const { deviceId, wire } = await endpoint.addDevice();
    const { sql } = endpoint.test;
    const isTruncated = async () => (await readTree(endpoint.context, { id: toPublicId("dev", deviceId) })).truncated;
    const sayNodes = async (sessionId: string, uris: readonly string[]) => {
      wire.hangUp();
      // What DevInfo says is stored where it says something new of the device.
      wire.model = `R${sessionId}`;
      expect(headerStatus(await wire.signIn({ sessionId, extra: [devInfo(uris)] }))).toBe(212);
    };
    await wire.signIn();
    await wire.signIn();
    await sayNodes("2", ["./DevInfo/Ext/m"]);
    await sql`
      insert into device_nodes (device_id, uri, format, value, read_at)
      select ${deviceId}, './DevInfo/Ext/n' || n, 'chr', 'x', now()
      from generate_series(1, 49999 - (select count(*)::int from device_nodes where device_id = ${deviceId})) as n`;
    expect(await isTruncated()).toBe(false);
    await sayNodes("3", ["./DevInfo/Ext/o", "./DevInfo/Ext/p", "./DevInfo/Ext/m"]);
    expect(await isTruncated()).toBe(true);
    await sayNodes("4", ["./DevInfo/Ext/q"]);
    const rows = await sql`
      select uri, (select count(*)::int from device_nodes where device_id = ${deviceId}) as kept
      from device_nodes where device_id = ${deviceId} and uri ~ '/[m-q]$' order by uri`;
    expect(rows.map((row) => [row["uri"], row["kept"]])).toEqual([
      ["./DevInfo/Ext/m", 50_000],
      ["./DevInfo/Ext/o", 50_000],
    ]);
    right += 1;
  });

  it("and tells the device what it may send", async () => {
    const { reply } = await statusOfExtra(devInfo(["./DevInfo/X"]), "wbxml");
    expect(reply.header.meta).toMatchObject({ maxMsgSize: 65_536, maxObjSize: 5_242_880 });
    right += 1;
  });
});

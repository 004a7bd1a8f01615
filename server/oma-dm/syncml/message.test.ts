import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DecodeError } from "../decode-error";
import type { Element, ElementDocument } from "../element";
import { decodeMessage, encodeMessage } from "../testing";
import { anyMessage } from "../testing/arbitraries";
import { decodeWbxml } from "../wbxml";
import { decodeXml } from "../xml";
import { COMMANDS_MAX, ITEMS_MAX } from "./limits";
import type { SyncmlMessage } from "./message";
import { readMessage } from "./read-message";
import { statusMeaning } from "./status-meanings";
import { writeMessage } from "./write-message";

const FIXTURES = join(import.meta.dirname, "../fixtures");

function fixture(folder: string, name: string): ElementDocument {
  const octets = readFileSync(join(FIXTURES, folder, name));
  return name.endsWith(".xml") ? decodeXml(octets) : decodeWbxml(octets);
}

function xml(body: string, header = HEADER): SyncmlMessage & { problems: readonly unknown[] } {
  const text = `<SyncML xmlns="SYNCML:SYNCML1.2">${header}<SyncBody>${body}</SyncBody></SyncML>`;
  const { message, problems } = readMessage(decodeXml(Buffer.from(text)));
  return { ...message, problems };
}

const HEADER =
  "<SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>1</MsgID>" +
  "<Target><LocURI>https://dm.carrier.example/dm</LocURI></Target><Source><LocURI>IMEI:1</LocURI></Source></SyncHdr>";

describe("reading and writing messages", () => {
  test("a written message is read back equal, in WBXML and in XML", () => {
    fc.assert(
      fc.property(anyMessage, fc.constantFrom("wbxml" as const, "xml" as const), (message, encoding) => {
        const { message: again, problems } = decodeMessage(encodeMessage(message, encoding), encoding);
        expect(again).toEqual(message);
        expect(problems).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test("children are found by name: their order makes no difference", () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const { dialect, root } = writeMessage(message);
        expect(readMessage({ dialect, root: reversed(root) }).message).toEqual(message);
      }),
      { numRuns: 300 },
    );
  });

  test.each(readdirSync(join(FIXTURES, "pairs")).filter((name) => !/^(s32|s40|s41|s42)/.test(name)))(
    "pairs/%s has a header and commands without problems",
    (name) => {
      const { message, problems } = readMessage(fixture("pairs", name));
      expect(message.header.sessionId).not.toBe("");
      expect(message.commands.length).toBeGreaterThan(0);
      expect(problems.filter((problem) => problem.code !== "unknown_element")).toEqual([]);
    },
  );

  test.each(["pairs", "assembled", "dialogue"])("%s: WBXML and XML of a vector are the same message", (folder) => {
    const names = readdirSync(join(FIXTURES, folder)).filter(
      (name) => name.endsWith(".xml") && !/^(s3[12]|s4)/.test(name),
    );
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) {
      const [one, other] = [name, name.replace(".xml", ".wbxml")].map((file) => readMessage(fixture(folder, file)));
      expect(one, name).toEqual(other);
    }
  });
});

/** The same tree with the children of every element in reverse order, but for lists and what is run in order. */
function reversed(element: Element): Element {
  if (!Array.isArray(element.content)) return element;
  const children = (element.content as readonly Element[]).map(reversed);
  const names = new Set(children.map((child) => child.name));
  const isInOrder = ["SyncBody", "Atomic", "Sequence"].includes(element.name);
  const mayReverse = !isInOrder && names.size === children.length;
  return { ...element, content: mayReverse ? children.reverse() : children };
}

describe("what clients really send", () => {
  test("NULs behind addresses, formats, types and codes are no part of them", () => {
    const message = xml(
      "<Status><CmdID>1</CmdID><MsgRef>1</MsgRef><CmdRef>2</CmdRef><Cmd>Get</Cmd><Data>200&#0;</Data></Status>" +
        "<Results><CmdID>2</CmdID><MsgRef>1</MsgRef><CmdRef>2</CmdRef><Item><Source><LocURI>./A&#0;</LocURI></Source>" +
        '<Meta><Format xmlns="syncml:metinf">node&#0;</Format></Meta><Data>B/C&#0;</Data></Item></Results>',
    );
    expect(message.commands).toMatchObject([
      { data: 200 },
      { items: [{ source: { locUri: "./A" }, meta: { format: "node" }, data: "B/C" }] },
    ]);
    expect(JSON.stringify(message.commands)).not.toContain("\\u0000");
  });

  test("text with a NUL inside is octets, since no database and no JSON takes it as text", () => {
    const message = xml("<Results><CmdID>1</CmdID><CmdRef>1</CmdRef><Item><Data>a&#0;b</Data></Item></Results>");
    expect(message.commands).toMatchObject([{ items: [{ data: new Uint8Array([97, 0, 98]) }] }]);
  });

  test("a Status of the header without CmdRef is about command 0", () => {
    const message = xml("<Status><CmdID>1</CmdID><MsgRef>1</MsgRef><Cmd>SyncHdr</Cmd><Data>212</Data></Status>");
    expect(message.commands).toMatchObject([{ cmdRef: "0", data: 212 }]);
    expect(message.problems).toEqual([]);
  });

  test("Correlator before Data, Meta wrapped in MetInf, white space around a type", () => {
    const message = xml(
      "<Alert><CmdID>1</CmdID><Correlator>c-1</Correlator><Data>1226</Data><Item><Meta>" +
        '<MetInf xmlns="syncml:metinf"><Format>chr</Format><Type> a.b.c </Type></MetInf></Meta><Data/></Item></Alert>',
    );
    expect(message.commands).toMatchObject([
      { data: "1226", correlator: "c-1", items: [{ meta: { format: "chr", type: "a.b.c" }, data: "" }] },
    ]);
  });

  test("a management tree inside Data is read as its XML", () => {
    const tree = '<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD></MgmtTree>';
    const message = xml(`<Results><CmdID>1</CmdID><CmdRef>1</CmdRef><Item><Data>${tree}</Data></Item></Results>`);
    const [results] = message.commands;
    expect(results?.name === "Results" && results.items[0]?.data).toContain("MgmtTree");
  });

  test("a status that is no number is NaN and a problem", () => {
    const message = xml("<Status><CmdID>1</CmdID><CmdRef>1</CmdRef><Cmd>Get</Cmd><Data>fine</Data></Status>");
    expect(message.commands).toMatchObject([{ data: Number.NaN }]);
    expect(message.problems).toEqual([{ code: "bad_number", cmdId: "1", detail: "Status/Data" }]);
  });

  test("commands that DM has no use for are kept by name", () => {
    const message = xml("<Put><CmdID>1</CmdID></Put><Sync><CmdID>2</CmdID><Add><CmdID>3</CmdID></Add></Sync>");
    expect(message.commands).toEqual([
      { name: "Unknown", element: "Put", cmdId: "1" },
      { name: "Unknown", element: "Sync", cmdId: "2" },
    ]);
  });
});

describe("what may not be", () => {
  test.each([
    ["SyncHdr", `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncBody><Final/></SyncBody></SyncML>`],
    ["SyncBody", `<SyncML xmlns="SYNCML:SYNCML1.2">${HEADER}</SyncML>`],
  ])("without %s there is no message", (_name, text) => {
    const document = decodeXml(Buffer.from(text));
    expect(() => readMessage(document)).toThrow(DecodeError);
  });

  test("a header without version, ids or source is read with problems", () => {
    const message = xml("<Final/>", "<SyncHdr><Target><LocURI>x</LocURI></Target></SyncHdr>");
    expect(message.problems.map((problem) => (problem as { detail: string }).detail)).toEqual(
      ["VerDTD", "VerProto", "SessionID", "MsgID", "Source"].map((name) => `SyncHdr/${name}`),
    );
  });

  test("ids that could not be echoed are not taken over", () => {
    const message = xml("<Get><CmdID>ä</CmdID><Item/></Get>", HEADER.replace("<MsgID>1<", `<MsgID>${"1".repeat(33)}<`));
    expect(message.header.msgId).toBe("");
    expect(message.commands).toMatchObject([{ cmdId: "" }]);
  });

  test(`${COMMANDS_MAX} commands are read, one more is a problem, inside groups too`, () => {
    const get = "<Get><CmdID>1</CmdID><Item/></Get>";
    expect(xml(get.repeat(COMMANDS_MAX)).problems).toEqual([]);
    const flat = xml(get.repeat(COMMANDS_MAX + 1));
    expect(flat.commands).toHaveLength(COMMANDS_MAX);
    expect(flat.problems[0]).toMatchObject({ code: "too_many_commands", cmdId: "0" });
    const nested = xml(`<Sequence><CmdID>1</CmdID>${get.repeat(COMMANDS_MAX)}</Sequence>`);
    expect(nested.problems[0]).toMatchObject({ code: "too_many_commands" });
  });

  test(`${ITEMS_MAX} items are read, one more is a problem of the command`, () => {
    const replace = (items: number): string => `<Replace><CmdID>7</CmdID>${"<Item/>".repeat(items)}</Replace>`;
    expect(xml(replace(ITEMS_MAX)).problems).toEqual([]);
    const message = xml(replace(ITEMS_MAX + 1));
    expect(message.commands).toMatchObject([{ items: { length: ITEMS_MAX } }]);
    expect(message.problems).toEqual([{ code: "too_many_items", cmdId: "7", detail: `more than ${ITEMS_MAX}` }]);
  });

  test.each(["./A/../B", `./${"a".repeat(1_023)}`, `.${"/a".repeat(33)}`, "./A&#10;B"])(
    "the address %s is left out, which is a problem of the command",
    (uri) => {
      const message = xml(`<Delete><CmdID>7</CmdID><Item><Target><LocURI>${uri}</LocURI></Target></Item></Delete>`);
      expect(message.commands).toMatchObject([{ items: [{}] }]);
      expect(message.problems).toMatchObject([{ code: "bad_uri", cmdId: "7" }]);
    },
  );

  test("a source of more than 1,024 octets names no device", () => {
    const long = HEADER.replace("IMEI:1", "x".repeat(1_025));
    expect(xml("<Final/>", long).header.source.locUri).toBe("");
    expect(xml("<Final/>", HEADER.replace("IMEI:1", "x".repeat(1_024))).header.source.locUri).toHaveLength(1_024);
  });
});

describe("what is written", () => {
  const header = xml("<Final/>").header;

  test("Meta of a command goes into its items, and an Add always has Data", () => {
    const { root } = writeMessage({
      header,
      commands: [{ name: "Add", cmdId: "1", meta: { format: "node" }, items: [{ target: { locUri: "./A" } }] }],
      final: true,
    });
    const [add] = children(child(root, "SyncBody"));
    expect(add && children(add).map(({ name }) => name)).toEqual(["CmdID", "Item"]);
    expect(add && children(child(add, "Item")).map(({ name }) => name)).toEqual(["Target", "Meta", "Data"]);
  });

  test("the dialect follows VerDTD, and 1.1 knows no Correlator", () => {
    const message: SyncmlMessage = {
      header,
      commands: [{ name: "Exec", cmdId: "1", correlator: "c", items: [{ target: { locUri: "./A" } }] }],
      final: true,
    };
    const old = { ...message, header: { ...header, verDtd: "1.1" } };
    expect(writeMessage(message).dialect).toBe("SyncML 1.2");
    expect(writeMessage(old).dialect).toBe("SyncML 1.1");
    expect(JSON.stringify(writeMessage(message))).toContain("Correlator");
    expect(JSON.stringify(writeMessage(old))).not.toContain("Correlator");
  });

  function children(element: Element): readonly Element[] {
    return Array.isArray(element.content) ? (element.content as readonly Element[]) : [];
  }

  function child(element: Element, name: string): Element {
    const found = children(element).find((candidate) => candidate.name === name);
    if (!found) throw new Error(`no ${name}`);
    return found;
  }
});

test("a status code is explained by its own line, or by its class", () => {
  expect(statusMeaning(404)).toEqual({ name: "Not found", meaning: "There is no such node" });
  expect(statusMeaning(461).name).toBe("Refused");
  expect(statusMeaning(0).name).toBe("Unknown");
  expect(statusMeaning(1_204).name).toBe("Unknown");
});

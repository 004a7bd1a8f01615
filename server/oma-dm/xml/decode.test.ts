import { describe, expect, it } from "vitest";
import { DECODE_LIMITS, type DecodeLimits } from "../decode-limits";
import { type Element, element } from "../element";
import { errorOf, octetsOf } from "../testing/octets";
import { decodeXml } from ".";

function read(xml: string, limits: DecodeLimits = DECODE_LIMITS): Element {
  return decodeXml(octetsOf(xml), limits).root;
}

/** The children of the Meta of a SyncHdr, wherever the namespaces were declared. */
function metaOf(meta: string, rootAttributes = 'xmlns="SYNCML:SYNCML1.2"'): Element["content"] | undefined {
  const root = read(`<SyncML ${rootAttributes}><SyncHdr>${meta}</SyncHdr></SyncML>`);
  const [header] = root.content as readonly Element[];
  return ((header?.content ?? []) as readonly Element[])[0]?.content;
}

const inSyncml = (text: string): Element["content"] =>
  read(`<SyncML xmlns="SYNCML:SYNCML1.2">${text}</SyncML>`).content;

function failure(xml: string): unknown {
  return errorOf(() => read(xml));
}

describe("namespaces", () => {
  const format = [element("metinf", "Format", "b64")];

  it("are taken from where they are declared: on the child, on Meta's wrapper, by prefix", () => {
    expect(metaOf('<Meta><Format xmlns="syncml:metinf">b64</Format></Meta>')).toEqual(format);
    expect(metaOf('<Meta><MetInf xmlns="syncml:metinf"><Format>b64</Format></MetInf></Meta>')).toEqual([
      element("metinf", "MetInf", format),
    ]);
    expect(metaOf('<Meta xmlns:m="syncml:metinf"><m:Format>b64</m:Format></Meta>')).toEqual(format);
    expect(metaOf("<Meta><m:Format>b64</m:Format></Meta>", 'xmlns="SYNCML:SYNCML1.2" xmlns:m="syncml:metinf"')).toEqual(
      format,
    );
  });

  it("are understood where clients leave them out or declare them too early", () => {
    expect(metaOf("<Meta><Format>b64</Format></Meta>")).toEqual(format);
    expect(metaOf("<Meta><Format>b64</Format></Meta>", "")).toEqual(format);
    expect(metaOf('<Meta xmlns="syncml:metinf"><Format>b64</Format></Meta>')).toEqual(format);
    expect(metaOf("<Meta><MetInf><Format>b64</Format></MetInf></Meta>")).toEqual([element("metinf", "MetInf", format)]);
  });

  it("may put a prefix on everything", () => {
    const root = read(
      '<s:SyncML xmlns:s="SYNCML:SYNCML1.1" xmlns="syncml:metinf"><s:Meta><Format>b64</Format></s:Meta></s:SyncML>',
    );
    expect(root).toEqual(element("syncml", "SyncML", [element("syncml", "Meta", format)]));
  });

  it("end with the element that declared them", () => {
    const two = '<Meta><Format xmlns="syncml:metinf">b64</Format></Meta><Final/>';
    expect(inSyncml(two)).toEqual([element("syncml", "Meta", format), element("syncml", "Final")]);
    const rebound = '<p:Meta xmlns:p="SYNCML:SYNCML1.2"><p:Format xmlns:p="syncml:metinf">b64</p:Format></p:Meta>';
    expect(inSyncml(rebound)).toEqual([element("syncml", "Meta", format)]);
  });

  it("make a management tree inside Data its child, also without saying so", () => {
    const tree = element("dmddf", "MgmtTree", [
      element("dmddf", "VerDTD", "1.2"),
      element("dmddf", "Node", [
        element("dmddf", "RTProperties", [element("dmddf", "Format", [element("dmddf", "chr")])]),
      ]),
    ]);
    const text = "<VerDTD>1.2</VerDTD><Node><RTProperties><Format><chr/></Format></RTProperties></Node></MgmtTree>";
    const expected = [element("syncml", "Data", [tree])];
    expect(inSyncml(`<Data><MgmtTree xmlns="syncml:dmddf1.2">${text}</Data>`)).toEqual(expected);
    expect(inSyncml(`<Data><MgmtTree>${text}</Data>`)).toEqual(expected);
  });

  it.each([
    ["unknown", '<SyncML xmlns="urn:unknown"/>', "UNKNOWN_PAGE"],
    ["unknown inside", '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr xmlns="urn:unknown"/></SyncML>', "UNKNOWN_PAGE"],
    [
      "of another document type",
      '<SyncML xmlns="SYNCML:SYNCML1.2"><DevInf xmlns="syncml:devinf"/></SyncML>',
      "UNKNOWN_PAGE",
    ],
    ["without a document type", '<MetInf xmlns="syncml:metinf"/>', "UNKNOWN_PAGE"],
    ["of an undeclared prefix", '<SyncML xmlns="SYNCML:SYNCML1.2"><p:Final/></SyncML>', "UNKNOWN_PAGE"],
  ])("%s are refused", (_, xml, code) => {
    expect(failure(xml)).toMatchObject({ name: "DecodeError", code });
  });

  it("that no element uses do no harm, nor do other attributes", () => {
    expect(inSyncml('<Final xmlns:xsi="urn:unknown" xsi:type="x" xml:lang="en"/>')).toEqual([
      element("syncml", "Final"),
    ]);
  });
});

describe("the document type", () => {
  it.each([
    ['<SyncML xmlns="SYNCML:SYNCML1.0"/>', "SyncML 1.0"],
    ['<SyncML xmlns="syncml:SYNCML1.1"/>', "SyncML 1.1"],
    ["<SyncML/>", "SyncML 1.2"],
    ['<!DOCTYPE SyncML PUBLIC "-//SYNCML//DTD SyncML 1.1//EN" ""><SyncML/>', "SyncML 1.1"],
    ['<!DOCTYPE SyncML PUBLIC "-//SYNCML//DTD SyncML 1.1//EN" ""><SyncML xmlns="SYNCML:SYNCML1.2"/>', "SyncML 1.2"],
    ["<!DOCTYPE SyncML PUBLIC '-//OMA//DTD SYNCML 1.2//EN' ''><SyncML/>", "SyncML 1.2"],
    ["<MgmtTree/>", "DM DDF 1.2"],
    ["<DevInf/>", "DevInf 1.2"],
    ['<!DOCTYPE DevInf PUBLIC "-//SYNCML//DTD DevInf 1.1//EN" ""><DevInf xmlns="syncml:devinf"/>', "DevInf 1.1"],
    ["<wap-provisioningdoc/>", "PROV 1.0"],
  ])("of %s is %s", (xml, dialect) => {
    expect(decodeXml(octetsOf(xml)).dialect).toBe(dialect);
  });

  it("has to be one that is known", () => {
    expect(failure("<html/>")).toMatchObject({ code: "UNKNOWN_PUBLIC_ID" });
    expect(failure('<SyncML xmlns="SYNCML:SYNCML1.2"><Nonsense/></SyncML>')).toMatchObject({
      code: "UNKNOWN_TAG",
      offset: 34,
    });
  });
});

describe("character sets", () => {
  const declared = (encoding: string, ...octets: number[]) =>
    decodeXml(octetsOf(`<?xml version="1.0" encoding=${encoding}?><SyncML>`, ...octets, "</SyncML>")).root.content;

  it("are UTF-8, US-ASCII and ISO-8859-1, in either kind of quotes and any case", () => {
    expect(declared('"UTF-8"', 0xc3, 0xa9)).toBe("é");
    expect(declared("'utf-8' standalone='yes'", 0xc3, 0xa9)).toBe("é");
    expect(declared('"ISO-8859-1"', 0xe9)).toBe("é");
    expect(declared('"us-ascii"', 0x65)).toBe("e");
    expect(errorOf(() => declared('"US-ASCII"', 0xc3, 0xa9))).toMatchObject({ code: "BAD_TEXT", offset: 49 });
    expect(errorOf(() => declared('"UTF-8"', 0x61, 0xe9))).toMatchObject({ code: "BAD_TEXT", offset: 47 });
    expect(errorOf(() => declared('"Shift_JIS"'))).toMatchObject({ code: "UNSUPPORTED_CHARSET" });
  });

  it("may begin with the byte order mark of UTF-8", () => {
    expect(decodeXml(octetsOf(0xef, 0xbb, 0xbf, '<?xml version="1.0"?><SyncML>é</SyncML>')).root.content).toBe("é");
  });
});

describe("text", () => {
  it("keeps every character, escaped or not, in one string", () => {
    expect(inSyncml("a&amp;b&lt;c&gt;&quot;&apos;&#233;&#x20AC;&#x1f600;")).toBe("a&b<c>\"'é€😀");
    expect(inSyncml("<![CDATA[<a>&amp;]]>]]>b<!-- no -->c<?no?>")).toBe("<a>&amp;]]>bc");
    expect(inSyncml("<![CDATA[]]>")).toBe("");
  });

  it("has one line feed for every line end, but a carriage return by number stays", () => {
    expect(inSyncml("a\r\nb\rc\nd&#13;\n")).toBe("a\nb\nc\nd\r\n");
    expect(inSyncml("<![CDATA[a\r\nb]]>")).toBe("a\nb");
  });

  it("is white space where there is nothing else, and nothing where there are elements", () => {
    expect(inSyncml(" \n ")).toBe(" \n ");
    expect(inSyncml("\n  <Final/> <!-- x --> \t")).toEqual([element("syncml", "Final")]);
  });

  it.each(["x<Final/>", "<Final/>x", "<Final/>&#65;", "<Final/><![CDATA[x]]>"])(
    "beside elements is refused: %s",
    (text) => {
      expect(errorOf(() => inSyncml(text))).toMatchObject({ code: "MIXED_CONTENT" });
    },
  );

  it("is copied out of the message, not a window on it", () => {
    const long = "x".repeat(1_000);
    expect(inSyncml(long)).toBe(long);
  });
});

describe("markup", () => {
  it("may have white space wherever XML allows it, and instructions and comments around the root", () => {
    const xml =
      "<?xml version = \"1.0\" ?>\n<!-- a --><?b c?>\n<SyncML\n xmlns = 'SYNCML:SYNCML1.2' >\n<Final />\n</SyncML\t>\n<!-- d --><?e?>\n";
    expect(read(xml)).toEqual(element("syncml", "SyncML", [element("syncml", "Final")]));
  });

  it.each([
    ["", "EMPTY"],
    ["  ", "TRUNCATED"],
    ["x", "MALFORMED"],
    ["<>", "MALFORMED"],
    ["<SyncML></SyncHdr>", "MALFORMED"],
    ["<SyncML></SyncMLx>", "MALFORMED"],
    ["<SyncML><Final></SyncML>", "MALFORMED"],
    ["<SyncML></ SyncML>", "MALFORMED"],
    ["<SyncML a></SyncML>", "MALFORMED"],
    ["<SyncML a=b></SyncML>", "MALFORMED"],
    ['<SyncML a="<"></SyncML>', "MALFORMED"],
    ['<SyncML a="1"b="2"></SyncML>', "MALFORMED"],
    ['<SyncML a="1" a="2"></SyncML>', "MALFORMED"],
    ["<SyncML/ >", "MALFORMED"],
    ["<SyncML>a & b</SyncML>", "MALFORMED"],
    ["<SyncML>&#xZ;</SyncML>", "MALFORMED"],
    ["<SyncML>&#;</SyncML>", "MALFORMED"],
    ['<?xml version="1.0" encoding="UTF-8" nonsense?><SyncML/>', "MALFORMED"],
    [' <?xml version="1.0"?><SyncML/>', "MALFORMED"],
    ["<SyncML/>x", "TRAILING_OCTETS"],
    ["<SyncML/><SyncML/>", "TRAILING_OCTETS"],
    ["</SyncML>", "MALFORMED"],
  ])("%j is refused as %s", (xml, code) => {
    expect(failure(xml)).toMatchObject({ name: "DecodeError", code });
  });
});

describe("OMA CP", () => {
  it("keeps its attributes, in the words of XML", () => {
    const root = read(
      '<wap-provisioningdoc version="1.0"><parm name="A&amp;B" value=\' a\tb \'/></wap-provisioningdoc>',
    );
    expect(root.attributes).toEqual({ version: "1.0" });
    expect((root.content as readonly Element[])[0]?.attributes).toEqual({ name: "A&B", value: " a b " });
  });

  it("has no others", () => {
    const document = '<wap-provisioningdoc><parm name="A" __proto__="x"/></wap-provisioningdoc>';
    expect(failure(document)).toMatchObject({ code: "UNKNOWN_TAG", offset: 36 });
  });
});

describe("each bound lets its limit pass and refuses one more", () => {
  const codeOf = (xml: string, limits: Partial<DecodeLimits> = {}) =>
    (errorOf(() => read(xml, { ...DECODE_LIMITS, ...limits })) as { code?: string } | undefined)?.code;

  it("octets of the message", () => {
    const document = (octets: number) => `<SyncML>${"x".repeat(octets - 17)}</SyncML>`;
    expect(codeOf(document(262_144))).toBeUndefined();
    expect(codeOf(document(262_145))).toBe("LIMIT_OCTETS");
  });

  it("depth", () => {
    const nested = (depth: number) =>
      `<SyncML>${"<Atomic>".repeat(depth - 1)}${"</Atomic>".repeat(depth - 1)}</SyncML>`;
    expect(codeOf(nested(64))).toBeUndefined();
    expect(codeOf(nested(65))).toBe("LIMIT_DEPTH");
  });

  it("elements, an attribute counting as one", () => {
    const flat = (count: number) => `<SyncML>${"<Final/>".repeat(count - 1)}</SyncML>`;
    expect(codeOf(flat(20_000))).toBeUndefined();
    expect(codeOf(flat(20_001))).toBe("LIMIT_ELEMENTS");
    const repeated = '<SyncML><Meta><Size xmlns="syncml:metinf"/><Size xmlns="syncml:metinf"/></Meta></SyncML>';
    expect(codeOf(repeated, { elementsMax: 6 })).toBeUndefined();
    expect(codeOf(repeated, { elementsMax: 5 })).toBe("LIMIT_ELEMENTS");
    const prefixed = (count: number) =>
      `<SyncML ${Array.from({ length: count }, (_, n) => `xmlns:a${n}="a"`).join(" ")}/>`;
    expect(codeOf(prefixed(64))).toBeUndefined();
    expect(codeOf(prefixed(65))).toBe("LIMIT_ELEMENTS");
  });

  it("octets of all text, of whatever kind", () => {
    for (const text of ["12345678", "<![CDATA[12345678]]>", "1234&amp;678", "<!-- -->12345678"]) {
      expect(codeOf(`<SyncML>${text}</SyncML>`, { expandedTextOctetsMax: 8 }), text).toBeUndefined();
      expect(codeOf(`<SyncML>${text}</SyncML>`, { expandedTextOctetsMax: 7 }), text).toBe("LIMIT_EXPANDED_TEXT");
    }
  });

  it("character numbers", () => {
    expect(codeOf(`<SyncML>${"&#65;".repeat(10_000)}</SyncML>`)).toBeUndefined();
    expect(codeOf(`<SyncML>${"&#65;".repeat(10_001)}</SyncML>`)).toBe("LIMIT_REFERENCES");
  });
});

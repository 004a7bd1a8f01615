import { describe, expect, it } from "vitest";
import { DECODE_LIMITS } from "../decode-limits";
import type { Element } from "../element";
import { errorOf, octetsOf } from "../testing/octets";
import { decodeWbxml } from ".";

const HEADER = octetsOf(0x02, 0xa4, 0x01, 0x6a, 0x00);
const DDF_TEXT = "-//OMA//DTD-DM-DDF 1.2//EN";

/** A document `<SyncML><SyncBody>...</SyncBody></SyncML>`, and the content of its SyncBody. */
function bodyOf(...parts: readonly (number | string | Uint8Array)[]): Element["content"] {
  const { root } = decodeWbxml(octetsOf(HEADER, 0x6d, 0x6b, ...parts, 0x01, 0x01));
  return (root.content as readonly Element[])[0]?.content ?? "";
}

/** The content of a Data of which the content is `parts`. */
function dataOf(...parts: readonly (number | string | Uint8Array)[]): Element["content"] {
  return (bodyOf(0x4f, ...parts, 0x01) as readonly Element[])[0]?.content ?? "";
}

function opaque(octets: Uint8Array): Uint8Array {
  return octetsOf(0xc3, octets.length, octets);
}

describe("the header", () => {
  const rest = octetsOf(0x00, 0x2d);

  it.each([[0x01, 0x02, 0x03].map((version) => octetsOf(version, 0xa4, 0x01, 0x6a, rest))])(
    "is read in WBXML 1.1, 1.2 and 1.3",
    (...documents) => {
      for (const document of documents) expect(decodeWbxml(document).dialect).toBe("SyncML 1.2");
    },
  );

  it.each([
    ["an unknown version", octetsOf(0x04, 0xa4, 0x01, 0x6a, rest), "UNKNOWN_VERSION", 0],
    ["WBXML 1.0", octetsOf(0x00, 0xa4, 0x01, 0x6a, rest), "UNKNOWN_VERSION", 0],
    ["an unknown public identifier", octetsOf(0x02, 0x02, 0x6a, rest), "UNKNOWN_PUBLIC_ID", 1],
    ["MetInf as a document", octetsOf(0x02, 0xa4, 0x02, 0x6a, rest), "UNKNOWN_PUBLIC_ID", 1],
    ["a public identifier outside the table", octetsOf(0x02, 0x00, 0x09, 0x6a, rest), "STRING_TABLE_RANGE", 1],
    ["UTF-16", octetsOf(0x02, 0xa4, 0x01, 0x87, 0x77, rest), "UNSUPPORTED_CHARSET", 3],
    ["an integer past 32 bits", octetsOf(0x02, 0x90, 0x80, 0x80, 0x80, 0x00, 0x6a, rest), "INTEGER_TOO_LARGE", 1],
  ])("is refused with %s", (_, document, code, offset) => {
    expect(errorOf(() => decodeWbxml(document))).toMatchObject({ name: "DecodeError", code, offset });
  });

  it.each([
    [0xa4, 0x01, "SyncML 1.2"],
    [0x9f, 0x53, "SyncML 1.1"],
    [0x9f, 0x51, "SyncML 1.0"],
    [0xa4, 0x03, "DevInf 1.2"],
    [0x9f, 0x54, "DevInf 1.1"],
  ])("names the document type by number %i %i", (high, low, dialect) => {
    expect(decodeWbxml(octetsOf(0x02, high, low, 0x6a, 0x00, 0x0a)).dialect).toBe(dialect);
  });

  it.each([
    ["-//SYNCML//DTD SyncML 1.2//EN", "SyncML 1.2"],
    ["-//SYNCML//DTD SyncML 1.1//EN", "SyncML 1.1"],
    [DDF_TEXT, "DM DDF 1.2"],
    ["-//SYNCML//DTD DevInf 1.2//EN", "DevInf 1.2"],
    ["-//WAPFORUM//DTD PROV 1.0//EN", "PROV 1.0"],
    ["-//SYNCML//DTD SYNCML 1.2//EN", "SyncML 1.2"],
  ])("names the document type by string %s, with and without its NUL", (text, dialect) => {
    for (const table of [octetsOf(text), octetsOf(text, 0)]) {
      expect(decodeWbxml(octetsOf(0x02, 0x00, 0x00, 0x6a, table.length, table, 0x05)).dialect).toBe(dialect);
    }
  });

  it("may say that there is no public identifier: the root element tells then", () => {
    expect(decodeWbxml(octetsOf(0x02, 0x01, 0x6a, 0x00, 0x2d)).dialect).toBe("SyncML 1.2");
    expect(decodeWbxml(octetsOf(0x02, 0x01, 0x6a, 0x00, 0x00, 0x02, 0x20)).dialect).toBe("DM DDF 1.2");
    expect(errorOf(() => decodeWbxml(octetsOf(0x02, 0x01, 0x6a, 0x00, 0x05)))).toMatchObject({
      code: "UNKNOWN_PUBLIC_ID",
    });
  });
});

describe("character sets", () => {
  const inCharset = (charset: number, ...text: number[]) =>
    decodeWbxml(octetsOf(0x02, 0xa4, 0x01, charset, 0x00, 0x6d, 0x03, ...text, 0x00, 0x01)).root.content;

  it("are UTF-8, US-ASCII and ISO-8859-1; not said is UTF-8", () => {
    expect(inCharset(106, 0xc3, 0xa9)).toBe("é");
    expect(inCharset(0, 0xc3, 0xa9)).toBe("é");
    expect(inCharset(4, 0xe9)).toBe("é");
    expect(inCharset(3, 0x65)).toBe("e");
  });

  it.each([
    ["an overlong form", 106, [0x61, 0xc0, 0xaf], 8],
    ["a surrogate", 106, [0xed, 0xa0, 0x80], 7],
    ["a code point past U+10FFFF", 106, [0xf4, 0x90, 0x80, 0x80], 7],
    ["a character cut short", 106, [0x61, 0x62, 0xe2, 0x82], 9],
    ["a continuation without a lead", 106, [0x80], 7],
    ["a wrong third octet", 106, [0xe2, 0x82, 0x41], 7],
    ["anything but ASCII in US-ASCII", 3, [0x61, 0xc3, 0xa9], 8],
  ])("refuse %s and say where it is", (_, charset, text, offset) => {
    expect(errorOf(() => inCharset(charset, ...text))).toMatchObject({ code: "BAD_TEXT", offset });
  });

  it("leave a byte order mark in a text, and every character of four octets whole", () => {
    expect(inCharset(106, 0xef, 0xbb, 0xbf, 0x61)).toBe("\ufeffa");
    expect(inCharset(106, 0xf0, 0x9f, 0x98, 0x80)).toBe("😀");
  });
});

describe("text", () => {
  it("of several pieces is one string, also where a character is cut in two", () => {
    expect(dataOf(0x03, "a", 0x00, 0xc3, 0x00, opaque(octetsOf(0x01, 0xe2)), opaque(octetsOf(0x82, 0xac)))).toBe(
      "a\x01€",
    );
    expect(dataOf(0x02, 0x81, 0x69, 0x03, "x", 0x00, 0x02, 0x87, 0xbb, 0x7d)).toBe("éx\u{1ddfd}");
  });

  it("in ISO-8859-1 joins with entities", () => {
    const document = octetsOf(0x02, 0xa4, 0x01, 0x04, 0x00, 0x6d, 0x03, 0xe9, 0x00, 0x02, 0xc1, 0x2c, 0x01);
    expect(decodeWbxml(document).root.content).toBe("é€");
  });

  it("may come from the middle of a table string and from a last entry without NUL", () => {
    const strings = octetsOf("abc", 0, "xyz");
    const document = octetsOf(0x02, 0xa4, 0x01, 0x6a, 7, strings, 0x6d, 0x83, 1, 0x83, 5, 0x83, 3, 0x01);
    expect(decodeWbxml(document).root.content).toBe("bcyz");
  });

  it("is refused where an entity is no character", () => {
    expect(errorOf(() => dataOf(0x02, 0x83, 0xb0, 0x00))).toMatchObject({ code: "BAD_TEXT", offset: 8 });
    expect(errorOf(() => dataOf(0x02, 0xc4, 0x80, 0x00))).toMatchObject({ code: "BAD_TEXT", offset: 8 });
  });

  it("beside elements is refused, white space beside them is dropped", () => {
    const status = [{ vocabulary: "syncml", name: "Final", content: "" }];
    expect(bodyOf(0x03, " \r\n\t", 0x00, 0x12, 0x03, " ", 0x00)).toEqual(status);
    expect(errorOf(() => bodyOf(0x03, "x", 0x00, 0x12))).toMatchObject({ code: "MIXED_CONTENT" });
    expect(errorOf(() => bodyOf(0x12, 0x03, "x", 0x00))).toMatchObject({ code: "MIXED_CONTENT" });
    expect(errorOf(() => bodyOf(0x12, opaque(octetsOf(0xff))))).toMatchObject({ code: "MIXED_CONTENT" });
  });
});

describe("octets", () => {
  const itemOf = (format: string, data: Uint8Array) => {
    const meta = octetsOf(0x5a, 0x00, 0x01, 0x47, opaque(octetsOf(format)), 0x01, 0x01, 0x00, 0x00);
    const [item] = bodyOf(0x54, meta, 0x4f, opaque(data), 0x01, 0x01) as readonly Element[];
    const content = (item?.content ?? []) as readonly Element[];
    return content[1]?.content;
  };

  it("that read as text are a string, NULs at its end included", () => {
    expect(dataOf(opaque(octetsOf("a\r\n\tb é")))).toBe("a\r\n\tb é");
    expect(dataOf(opaque(octetsOf("Nimbus", 0)))).toBe("Nimbus\0");
    expect(dataOf(opaque(new Uint8Array(0)))).toBe("");
  });

  it.each([
    ["that are not UTF-8", octetsOf(0x61, 0xff)],
    ["with a control character", octetsOf(0x61, 0x07)],
    ["with a NUL inside", octetsOf(0x61, 0x00, 0x62)],
    ["of zeros, as a nonce may be", octetsOf(0, 0, 0, 0)],
    ["with DEL", octetsOf(0x7f)],
  ])("%s stay octets, as a copy", (_, octets) => {
    const content = dataOf(opaque(octets));
    expect(content).toBeInstanceOf(Uint8Array);
    expect(content).toEqual(octets);
    expect((content as Uint8Array).buffer.byteLength).toBe(octets.length);
  });

  it("are judged by the Format of their Item", () => {
    expect(itemOf("bin", octetsOf(0x61, 0x00, 0x62))).toEqual(octetsOf(0x61, 0x00, 0x62));
    expect(itemOf("chr", octetsOf(0x61, 0x00, 0x62))).toBe("a\0b");
    expect(itemOf("Node\0", octetsOf(0x61, 0x00, 0x62))).toBe("a\0b");
    expect(itemOf("int", octetsOf(0xff))).toEqual(octetsOf(0xff));
    expect(errorOf(() => itemOf("Chr", octetsOf(0x61, 0xff)))).toMatchObject({ code: "BAD_TEXT", offset: 25 });
  });

  it("of a text that is cut within a character stay octets, for a part of a large object may be", () => {
    for (const octets of [octetsOf(0x61, 0xe2, 0x82), octetsOf(0x82, 0xac, 0x61), octetsOf(0xac), octetsOf(0xc3)]) {
      expect(itemOf("chr", octets)).toEqual(octets);
      expect(dataOf(0x03, octets, 0x00)).toEqual(octets);
    }
    for (const octets of [octetsOf(0x61, 0xff), octetsOf(0xe2, 0x61), octetsOf(0x80, 0x80, 0x80, 0x80)]) {
      expect(errorOf(() => itemOf("chr", octets))).toMatchObject({ code: "BAD_TEXT" });
      expect(errorOf(() => dataOf(0x03, octets, 0x00))).toMatchObject({ code: "BAD_TEXT" });
    }
  });

  it("stay octets where the Format is bin, also when they could be read as text", () => {
    for (const format of ["bin", "Bin\0"]) {
      expect(itemOf(format, octetsOf("hello", 0))).toEqual(octetsOf("hello", 0));
      expect(itemOf(format, octetsOf())).toEqual(octetsOf());
    }
  });
});

describe("a management tree inside Data", () => {
  const tree = octetsOf(0x02, 0x00, 0x00, 0x6a, 26, DDF_TEXT, 0x00, 0x02, 0x60, 0x77, 0x03, "1.2", 0x00, 0x01, 0x01);
  const type = "application/vnd.syncml.dmtnds+wbxml";
  const meta = octetsOf(0x5a, 0x00, 0x01, 0x53, 0x03, type, 0x00, 0x01, 0x01, 0x00, 0x00);

  it("becomes its child, and the Type of the Item says what the tree is now", () => {
    const [item] = bodyOf(0x54, meta, 0x4f, opaque(tree), 0x01, 0x01) as readonly Element[];
    expect(item).toEqual({
      vocabulary: "syncml",
      name: "Item",
      content: [
        {
          vocabulary: "syncml",
          name: "Meta",
          content: [{ vocabulary: "metinf", name: "Type", content: "application/vnd.syncml.dmtnds+xml" }],
        },
        {
          vocabulary: "syncml",
          name: "Data",
          content: [
            {
              vocabulary: "dmddf",
              name: "MgmtTree",
              content: [{ vocabulary: "dmddf", name: "VerDTD", content: "1.2" }],
            },
          ],
        },
      ],
    });
  });

  it.each([
    ["NULs behind it", opaque(octetsOf(type, 0))],
    ["another letter case", octetsOf(0x03, type.toUpperCase(), 0x00)],
  ])("is known by its Type with %s too", (_, written) => {
    const odd = octetsOf(0x5a, 0x00, 0x01, 0x53, written, 0x01, 0x01, 0x00, 0x00);
    const [item] = bodyOf(0x54, odd, 0x4f, opaque(tree), 0x01, 0x01);
    expect(item).toMatchObject({
      content: [{ name: "Meta", content: [{ name: "Type", content: "application/vnd.syncml.dmtnds+xml" }] }, {}],
    });
  });

  it("stays octets while it is not whole, as the first chunk of a large object is not", () => {
    for (let length = 1; length < tree.length; length += 1) {
      expect(dataOf(opaque(tree.subarray(0, length)))).toEqual(tree.subarray(0, length));
    }
  });

  it("is bounded like every other part of the message", () => {
    const deep = octetsOf(tree.subarray(0, 33), ...new Array(70).fill(0x64), ...new Array(71).fill(0x01));
    expect(errorOf(() => dataOf(0xc3, 0x81, deep.length - 128, deep))).toMatchObject({ code: "LIMIT_DEPTH" });
  });

  it("is read too where its tags stand in the message itself", () => {
    expect(dataOf(0x00, 0x02, 0x60, 0x77, 0x03, "1.2", 0x00, 0x01, 0x01, 0x00, 0x00)).toMatchObject([
      { name: "MgmtTree" },
    ]);
  });
});

describe("tokens", () => {
  it.each([
    ["LITERAL", [0x04, 0x00], "UNSUPPORTED_TOKEN"],
    ["EXT_I_0", [0x40, 0x61, 0x00], "UNSUPPORTED_TOKEN"],
    ["PI", [0x43, 0x01], "UNSUPPORTED_TOKEN"],
    ["LITERAL_C", [0x44, 0x00], "UNSUPPORTED_TOKEN"],
    ["EXT_T_0", [0x80, 0x00], "UNSUPPORTED_TOKEN"],
    ["LITERAL_A", [0x84, 0x00], "UNSUPPORTED_TOKEN"],
    ["EXT_0", [0xc0], "UNSUPPORTED_TOKEN"],
    ["LITERAL_AC", [0xc4, 0x00], "UNSUPPORTED_TOKEN"],
    ["a tag with attributes", [0x92, 0x01], "UNSUPPORTED_TOKEN"],
    ["the reserved tag", [0x30], "UNKNOWN_TAG"],
    ["an unknown tag", [0x7f, 0x01], "UNKNOWN_TAG"],
  ])("%s is refused where it stands", (_, tokens, code) => {
    expect(errorOf(() => bodyOf(...tokens))).toMatchObject({ code, offset: 7 });
  });

  it("of an unknown code page are refused at the page number", () => {
    expect(errorOf(() => bodyOf(0x00, 0x03, 0x05))).toMatchObject({ code: "UNKNOWN_PAGE", offset: 8 });
  });

  it("behind the root element are refused", () => {
    expect(errorOf(() => decodeWbxml(octetsOf(HEADER, 0x2d, 0x01)))).toMatchObject({
      code: "TRAILING_OCTETS",
      offset: 6,
    });
  });

  it("are read from any part of a larger buffer", () => {
    const document = octetsOf(HEADER, 0x6d, 0x03, "ä", 0x00, 0x01);
    const inside = octetsOf(0xff, 0xff, document, 0xff).subarray(2, 2 + document.length);
    expect(decodeWbxml(inside, DECODE_LIMITS).root.content).toBe("ä");
  });
});

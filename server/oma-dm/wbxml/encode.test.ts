import { describe, expect, it } from "vitest";
import { type Element, type ElementDocument, element } from "../element";
import { octetsOf } from "../testing/octets";
import { fixtureOctets } from "../testing/vectors";
import { decodeXml } from "../xml";
import { decodeWbxml, encodeWbxml } from ".";

function syncml(...content: readonly Element[]): ElementDocument {
  return { dialect: "SyncML 1.2", root: element("syncml", "SyncML", content) };
}

function dataOf(content: Element["content"]): ElementDocument {
  return syncml(element("syncml", "Data", content));
}

const HEADER = octetsOf(0x02, 0xa4, 0x01, 0x6a, 0x00);

describe("encodeWbxml", () => {
  it.each(["2-pkg2-challenge", "5-pkg3-responses", "6-pkg4-end"])(
    "writes %s as another encoder does, octet by octet",
    (name) => {
      const other = fixtureOctets(`dialogue/${name}.wbxml`);
      expect(encodeWbxml(decodeWbxml(other))).toEqual(other);
    },
  );

  it("names the version asked for, 1.2 by default", () => {
    const versions = (["1.1", "1.2", "1.3"] as const).map((version) => encodeWbxml(syncml(), { version })[0]);
    expect(versions).toEqual([1, 2, 3]);
    expect(encodeWbxml(syncml())[0]).toBe(2);
  });

  it("names each document type by number, a management tree by string", () => {
    const headOf = (dialect: ElementDocument["dialect"], root: Element) =>
      Buffer.from(encodeWbxml({ dialect, root })).toString("latin1");
    expect(headOf("SyncML 1.2", element("syncml", "SyncML"))).toBe("\x02\xa4\x01\x6a\x00\x2d");
    expect(headOf("SyncML 1.1", element("syncml", "SyncML"))).toBe("\x02\x9f\x53\x6a\x00\x2d");
    expect(headOf("SyncML 1.0", element("syncml", "SyncML"))).toBe("\x02\x9f\x51\x6a\x00\x2d");
    expect(headOf("DevInf 1.2", element("devinf", "DevInf"))).toBe("\x02\xa4\x03\x6a\x00\x0a");
    expect(headOf("DevInf 1.1", element("devinf", "DevInf"))).toBe("\x02\x9f\x54\x6a\x00\x0a");
    expect(headOf("PROV 1.0", element("prov", "wap-provisioningdoc"))).toBe("\x02\x0b\x6a\x00\x05");
    expect(headOf("DM DDF 1.2", element("dmddf", "MgmtTree"))).toBe(
      "\x02\x00\x00\x6a\x1b-//OMA//DTD-DM-DDF 1.2//EN\x00\x00\x02\x20",
    );
  });

  it("switches code pages only where the next tag is on another one", () => {
    const meta = element("syncml", "Meta", [element("metinf", "Format", "b64"), element("metinf", "Size", "9")]);
    expect(encodeWbxml(syncml(meta, meta, element("syncml", "Final")))).toEqual(
      octetsOf(
        HEADER,
        octetsOf(0x6d, 0x5a, 0x00, 0x01, 0x47, 0x03, "b64", 0x00, 0x01, 0x52, 0x03, "9", 0x00, 0x01, 0x01),
        octetsOf(0x00, 0x00, 0x5a, 0x00, 0x01, 0x47, 0x03, "b64", 0x00, 0x01, 0x52, 0x03, "9", 0x00, 0x01, 0x01),
        octetsOf(0x00, 0x00, 0x12, 0x01),
      ),
    );
  });

  it("writes text as a string, octets and text with a NUL as OPAQUE", () => {
    expect(encodeWbxml(dataOf("é"))).toEqual(octetsOf(HEADER, 0x6d, 0x4f, 0x03, "é", 0x00, 0x01, 0x01));
    expect(encodeWbxml(dataOf("a\0"))).toEqual(octetsOf(HEADER, 0x6d, 0x4f, 0xc3, 2, "a", 0x00, 0x01, 0x01));
    expect(encodeWbxml(dataOf(octetsOf(0xff)))).toEqual(octetsOf(HEADER, 0x6d, 0x4f, 0xc3, 1, 0xff, 0x01, 0x01));
    expect(decodeWbxml(encodeWbxml(dataOf(`${"long ".repeat(9)}\0`)))).toEqual(dataOf(`${"long ".repeat(9)}\0`));
  });

  it("writes the length of an OPAQUE in as few octets as it needs", () => {
    for (const [length, written] of [
      [127, octetsOf(0xc3, 0x7f)],
      [128, octetsOf(0xc3, 0x81, 0x00)],
      [16_384, octetsOf(0xc3, 0x81, 0x80, 0x00)],
    ] as const) {
      const octets = encodeWbxml(dataOf(new Uint8Array(length).fill(1)));
      expect(octets.subarray(7, 7 + written.length)).toEqual(written);
      expect(decodeWbxml(octets)).toEqual(dataOf(new Uint8Array(length).fill(1)));
    }
  });

  it("writes a management tree in Data as a document of its own, and says so in Type", () => {
    const document = decodeXml(fixtureOctets("pairs/s32-bootstrap-tnds.xml"));
    const octets = Buffer.from(encodeWbxml(document));
    expect(octets.includes("application/vnd.syncml.dmtnds+wbxml")).toBe(true);
    expect(octets.equals(fixtureOctets("pairs/s32-bootstrap-tnds.wbxml"))).toBe(true);
  });

  it("writes a document of OMA CP as another encoder does, octet by octet", () => {
    const document = decodeXml(fixtureOctets("pairs/s42-cp-w7.xml"));
    expect(encodeWbxml(document, { version: "1.3" })).toEqual(fixtureOctets("pairs/s42-cp-w7.wbxml"));
  });

  it("hands out octets that the next document does not touch", () => {
    const first = encodeWbxml(dataOf("first"));
    const copy = Uint8Array.from(first);
    encodeWbxml(dataOf("second, and longer"));
    expect(first).toEqual(copy);
  });

  it("grows with the document, and starts afresh after an error in it", () => {
    const large = dataOf("x".repeat(300_000));
    expect(encodeWbxml(large).length).toBe(300_000 + 11);
    expect(() => encodeWbxml(syncml(element("syncml", "Nonsense")))).toThrow("syncml has no element Nonsense");
    expect(() => encodeWbxml(syncml(element("devinf", "DevInf")))).toThrow("not of this document type");
    expect(decodeWbxml(encodeWbxml(dataOf("after")))).toEqual(dataOf("after"));
  });
});

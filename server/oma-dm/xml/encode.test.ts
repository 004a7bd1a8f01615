import { describe, expect, it } from "vitest";
import { type Element, type ElementDocument, element } from "../element";
import { octetsOf } from "../testing/octets";
import { decodeXml, elementText, encodeXml } from ".";

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';

function text(document: ElementDocument, indented = false): string {
  return Buffer.from(encodeXml(document, { indented })).toString("utf8");
}

function syncml(...content: readonly Element[]): ElementDocument {
  return { dialect: "SyncML 1.2", root: element("syncml", "SyncML", content) };
}

const meta = element("syncml", "Meta", [element("metinf", "Format", "b64"), element("metinf", "Size", "9")]);

describe("encodeXml", () => {
  it("declares a namespace on the root and on each element of another vocabulary than the one around it", () => {
    expect(text(syncml(meta, element("syncml", "Final")))).toBe(
      `${DECLARATION}<SyncML xmlns="SYNCML:SYNCML1.2"><Meta><Format xmlns="syncml:metinf">b64</Format><Size xmlns="syncml:metinf">9</Size></Meta><Final/></SyncML>`,
    );
  });

  it("names the version of SyncML in the namespace, and OMA CP has none", () => {
    expect(text({ dialect: "SyncML 1.1", root: element("syncml", "SyncML") })).toContain('xmlns="SYNCML:SYNCML1.1"');
    const root: Element = { ...element("prov", "parm"), attributes: { name: "A", value: '"<\n>&' } };
    expect(text({ dialect: "PROV 1.0", root })).toBe(`${DECLARATION}<parm name="A" value="&quot;&lt;&#10;&gt;&amp;"/>`);
  });

  it("keeps the document type of DevInf 1.1, which has the namespace of 1.2", () => {
    const document: ElementDocument = {
      dialect: "DevInf 1.1",
      root: element("devinf", "DevInf", [element("devinf", "Size", "1")]),
    };
    expect(decodeXml(encodeXml(document))).toEqual(document);
  });

  it("escapes what would be markup, and the carriage return that reading would take away", () => {
    const document = syncml(element("syncml", "Data", "a<b>&\r\n'\"]]>é\0"));
    expect(text(document)).toContain("<Data>a&lt;b&gt;&amp;&#13;\n'\"]]&gt;é\0</Data>");
    expect(decodeXml(encodeXml(document))).toEqual(document);
  });

  it("writes octets as base64 and says so in the nearest Format", () => {
    const data = element("syncml", "Data", octetsOf(0x00, 0xff));
    const bin = element("syncml", "Meta", [element("metinf", "Format", "bin")]);
    const b64 = '<Meta><Format xmlns="syncml:metinf">b64</Format></Meta>';
    expect(text(syncml(element("syncml", "Item", [bin, data])))).toContain(`<Item>${b64}<Data>AP8=</Data></Item>`);
    const command = element("syncml", "Add", [bin, element("syncml", "Item", [data])]);
    expect(text(syncml(command))).toContain(`<Add>${b64}<Item><Data>AP8=</Data></Item></Add>`);
    const other = element("syncml", "Add", [bin, element("syncml", "Item", [element("syncml", "Data", "text")])]);
    expect(text(syncml(other))).toContain(">bin<");
  });

  it("can put each element on a line of its own, without touching text", () => {
    expect(text(syncml(meta), true)).toBe(
      [
        DECLARATION,
        '<SyncML xmlns="SYNCML:SYNCML1.2">',
        "  <Meta>",
        '    <Format xmlns="syncml:metinf">b64</Format>',
        '    <Size xmlns="syncml:metinf">9</Size>',
        "  </Meta>",
        "</SyncML>",
      ].join("\n"),
    );
  });
});

describe("elementText", () => {
  it("gives a management tree as the text that a value of Type dmtnds+xml is", () => {
    const tree = element("dmddf", "MgmtTree", [element("dmddf", "VerDTD", "1.2")]);
    const xml = elementText(tree);
    expect(xml).toBe('<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD></MgmtTree>');
    expect(decodeXml(octetsOf(xml))).toEqual({ dialect: "DM DDF 1.2", root: tree });
  });
});

import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { DecodeError } from "../decode-error";
import type { Element } from "../element";
import { errorOf } from "../testing/octets";
import { dialogueVectors, vectorsOf } from "../testing/vectors";
import { decodeXml, encodeXml } from ".";

const TIMEOUT_MS = 60_000;

const vectors = [...vectorsOf("pairs"), ...vectorsOf("assembled"), ...dialogueVectors()].flatMap((vector) =>
  vector.xml === undefined ? [] : [{ id: vector.id, xml: vector.xml }],
);

const VOCABULARIES: Readonly<Record<string, string>> = {
  "SYNCML:SYNCML1.1": "syncml",
  "SYNCML:SYNCML1.2": "syncml",
  "syncml:metinf": "metinf",
  "syncml:dmddf1.2": "dmddf",
  "": "prov",
};

/** What a general XML parser, which knows nothing of ours, makes of a document without attributes other than xmlns. */
function treeByOthers(xml: Uint8Array): unknown {
  interface Open {
    vocabulary: string | undefined;
    name: string;
    content: Open[] | string;
    attributes?: Record<string, string>;
  }
  const stack: Open[] = [{ vocabulary: "", name: "", content: "" }];
  const parser = new SaxesParser({ xmlns: true });
  const addText = (text: string) => {
    const open = stack.at(-1);
    if (open !== undefined && typeof open.content === "string") open.content += text;
  };
  parser.on("opentag", (tag) => {
    const element: Open = { vocabulary: VOCABULARIES[tag.uri], name: tag.local, content: "" };
    const own = Object.values(tag.attributes).filter(
      (attribute) => attribute.prefix !== "xmlns" && attribute.local !== "xmlns",
    );
    if (own.length > 0) element.attributes = Object.fromEntries(own.map(({ local, value }) => [local, value]));
    const parent = stack.at(-1);
    if (parent !== undefined)
      parent.content = typeof parent.content === "string" ? [element] : [...parent.content, element];
    stack.push(element);
  });
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    stack.pop();
  });
  parser.write(Buffer.from(xml).toString("utf8")).close();
  return stack[0]?.content[0];
}

describe("the XML of the test vectors", () => {
  it.each(vectors)("$id has the tree that another parser reads", ({ xml }) => {
    expect(decodeXml(xml).root).toEqual(treeByOthers(xml));
  });

  it.each(vectors)("$id survives being written again, and another parser reads it so", ({ xml }) => {
    const document = decodeXml(xml);
    for (const indented of [false, true]) expect(decodeXml(encodeXml(document, { indented }))).toEqual(document);
    expect(treeByOthers(encodeXml(document))).toEqual(document.root);
  });

  it.each(vectors)("$id cut at any octet is an error with an offset inside it", { timeout: TIMEOUT_MS }, ({ xml }) => {
    const wrong: number[] = [];
    for (let length = 0; length < xml.length; length += 1) {
      const error = errorOf(() => decodeXml(xml.subarray(0, length)));
      if (!(error instanceof DecodeError) || error.offset > length) wrong.push(length);
    }
    expect(wrong).toEqual([]);
  });

  it("covers every form of content", () => {
    const contents = new Set<string>();
    const walk = ({ content }: Element): void => {
      contents.add(typeof content === "string" ? (content === "" ? "empty" : "text") : "elements");
      if (typeof content !== "string" && !(content instanceof Uint8Array)) content.forEach(walk);
    };
    for (const { xml } of vectors) walk(decodeXml(xml).root);
    expect([...contents].sort()).toEqual(["elements", "empty", "text"]);
  });
});

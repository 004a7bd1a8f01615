import * as fc from "fast-check";
import type { Element, ElementDocument } from "../element";
import { CODE_PAGES } from "../wbxml";

/** Deep enough to leave and enter every code page, well inside the limits. */
const DEPTH_MAX = 6;
const CHILDREN_MAX = 5;

/** Text without NUL (a string ends there in WBXML) and, so that it is not mixed up with layout, not white space alone. */
const text = fc
  .string({ unit: "binary", maxLength: 40 })
  .map((value) => value.replaceAll("\0", ""))
  .filter((value) => value.trim() !== "" || value === "");

/** Octets that read as no text in any character set but one: the first is a control character. */
const octets = fc.uint8Array({ maxLength: 40 }).map((value) => Uint8Array.from([0x01, ...value]));

const SYNCML_PAGES = CODE_PAGES["SyncML 1.2"];

function elementOf(page: number, depth: number): fc.Arbitrary<Element> {
  const names = [...(SYNCML_PAGES[page]?.codeOf.keys() ?? [])].filter((name) => name !== "Data" && name !== "Meta");
  const vocabulary = SYNCML_PAGES[page]?.vocabulary ?? "syncml";
  const leaf: fc.Arbitrary<Element["content"]> = fc.oneof(
    { weight: 5, arbitrary: text },
    { weight: page === 0 ? 1 : 0, arbitrary: octets },
  );
  const children = fc.array(
    fc.oneof({ weight: 4, arbitrary: fc.constant(page) }, { weight: 1, arbitrary: fc.nat(SYNCML_PAGES.length - 1) }),
    { minLength: 1, maxLength: CHILDREN_MAX },
  );
  const content =
    depth >= DEPTH_MAX
      ? leaf
      : fc.oneof(
          leaf,
          children.chain((pages) => fc.tuple(...pages.map((childPage) => elementOf(childPage, depth + 1)))),
        );
  return fc.record({ vocabulary: fc.constant(vocabulary), name: fc.constantFrom(...names), content });
}

const tree: fc.Arbitrary<Element> = elementOf(2, 3).map((node) => ({
  vocabulary: "dmddf",
  name: "MgmtTree",
  content: [node],
}));

/** An Item of which the Data is a text, octets or a management tree, labelled as in an XML message. */
const item: fc.Arbitrary<Element> = fc.oneof(
  text.map((content) => itemOf("chr", "text/plain", content)),
  octets.map((content) => itemOf("bin", "application/octet-stream", content)),
  tree.map((content) => itemOf("xml", "application/vnd.syncml.dmtnds+xml", [content])),
);

function itemOf(format: string, type: string, content: Element["content"]): Element {
  const meta: Element[] = [
    { vocabulary: "metinf", name: "Format", content: format },
    { vocabulary: "metinf", name: "Type", content: type },
  ];
  return {
    vocabulary: "syncml",
    name: "Item",
    content: [
      { vocabulary: "syncml", name: "Meta", content: meta },
      { vocabulary: "syncml", name: "Data", content },
    ],
  };
}

/** Documents of every SyncML version, and management trees. They need not make sense as messages. */
export const elementDocument: fc.Arbitrary<ElementDocument> = fc.oneof(
  fc.record({
    dialect: fc.constantFrom("SyncML 1.0" as const, "SyncML 1.1" as const, "SyncML 1.2" as const),
    root: fc
      .array(fc.oneof(elementOf(0, 2), item), { maxLength: CHILDREN_MAX })
      .map(
        (content): Element => ({ vocabulary: "syncml", name: "SyncML", content: content.length === 0 ? "" : content }),
      ),
  }),
  tree.map((root): ElementDocument => ({ dialect: "DM DDF 1.2", root })),
);

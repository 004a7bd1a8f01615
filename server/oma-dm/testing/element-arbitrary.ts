import * as fc from "fast-check";
import type { Dialect, Element, ElementDocument } from "../element";
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
/** The greatest tokens of SyncML 1.1, by code page: Filter, Correlator and others came with 1.2. */
const OLDER_CODE_MAX = [0x34, 0x15];

/**
 * An element of one page and what is below it. SyncML and MetInf come mixed; a management tree is a world of its own.
 */
function elementOf(page: number, depth: number, older: boolean): fc.Arbitrary<Element> {
  const codes = [...(SYNCML_PAGES[page]?.codeOf ?? [])];
  const names = codes
    .filter(([name, code]) => name !== "Data" && name !== "Meta" && !(older && code > (OLDER_CODE_MAX[page] ?? 0)))
    .map(([name]) => name);
  const vocabulary = SYNCML_PAGES[page]?.vocabulary ?? "syncml";
  const leaf: fc.Arbitrary<Element["content"]> = fc.oneof(
    { weight: 5, arbitrary: text },
    { weight: page === 0 ? 1 : 0, arbitrary: octets },
  );
  const children = fc.array(page === 2 ? fc.constant(2) : fc.nat(1), { minLength: 1, maxLength: CHILDREN_MAX });
  const content =
    depth >= DEPTH_MAX
      ? leaf
      : fc.oneof(
          leaf,
          children.chain((pages) => fc.tuple(...pages.map((childPage) => elementOf(childPage, depth + 1, older)))),
        );
  return fc.record({ vocabulary: fc.constant(vocabulary), name: fc.constantFrom(...names), content });
}

const tree: fc.Arbitrary<Element> = elementOf(2, 3, false).map((node) => ({
  vocabulary: "dmddf",
  name: "MgmtTree",
  content: [node],
}));

/** An Item of which the Data is a text or octets, labelled as in an XML message. */
const plainItem: fc.Arbitrary<Element> = fc.oneof(
  text.map((content) => itemOf("chr", "text/plain", content)),
  octets.map((content) => itemOf("bin", "application/octet-stream", content)),
);

/** One of which the Data is a management tree, which came with SyncML 1.2. */
const treeItem = tree.map((content) => itemOf("xml", "application/vnd.syncml.dmtnds+xml", [content]));

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

function syncmlDocument(dialect: Dialect): fc.Arbitrary<ElementDocument> {
  const older = dialect !== "SyncML 1.2";
  const child = older
    ? fc.oneof(elementOf(0, 2, older), plainItem)
    : fc.oneof(elementOf(0, 2, older), plainItem, treeItem);
  const children = fc.array(child, { maxLength: CHILDREN_MAX });
  return children.map((content) => ({
    dialect,
    root: { vocabulary: "syncml", name: "SyncML", content: content.length === 0 ? "" : content },
  }));
}

/** Documents of every SyncML version, and management trees. They need not make sense as messages. */
export const elementDocument: fc.Arbitrary<ElementDocument> = fc.oneof(
  syncmlDocument("SyncML 1.0"),
  syncmlDocument("SyncML 1.1"),
  { weight: 3, arbitrary: syncmlDocument("SyncML 1.2") },
  tree.map((root): ElementDocument => ({ dialect: "DM DDF 1.2", root })),
);

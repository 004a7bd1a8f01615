import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Element, ElementDocument } from "../element";
import { elementDocument } from "../testing/element-arbitrary";
import { dialogueVectors, vectorsOf } from "../testing/vectors";
import { decodeXml, encodeXml } from "../xml";
import { decodeWbxml, encodeWbxml } from ".";

/** What reads and writes documents here is libwbxml, a codec that knows nothing of ours. */
const READER = "wbxml2xml";
const WRITER = "xml2wbxml";
/** The writer's versions of WBXML, with a string table and without one. */
const MANNERS = ["-v 1.1", "-v 1.2", "-v 1.3", "-v 1.1 -n", "-v 1.2 -n", "-v 1.3 -n"];
const DOCUMENTS = 2_000;
const SEED = 7_781;
const BATCH_TIMEOUT_MS = 60_000;

let directory = "";

beforeAll(() => {
  try {
    execFileSync("sh", ["-c", `command -v ${READER} && command -v ${WRITER}`], { stdio: "ignore" });
  } catch {
    throw new Error(
      `${READER} or ${WRITER} is missing. They come with the Debian package libwbxml2-utils (apt-get install libwbxml2-utils); npm run verify installs it.`,
    );
  }
  directory = mkdtempSync(join(tmpdir(), "second-opinion-"));
});

afterAll(() => {
  if (directory !== "") rmSync(directory, { recursive: true });
});

/** What the tool reads in each of our documents; "" where it refuses one. One process each, started by one shell. */
function readByOthers(documents: readonly ElementDocument[]): string[] {
  documents.forEach((document, index) => {
    writeFileSync(join(directory, `${index}.wbxml`), encodeWbxml(document));
    writeFileSync(join(directory, `${index}.xml`), "");
  });
  runForEach(documents.length, `${READER} -k -m 0 -o $i.xml $i.wbxml`);
  return documents.map((_, index) => readFileSync(join(directory, `${index}.xml`), "latin1"));
}

/** The tool's WBXML of each of these documents, from our XML of them; nothing where it refuses one. */
function writtenByOthers(documents: readonly ElementDocument[]): Uint8Array[] {
  documents.forEach((document, index) => {
    writeFileSync(join(directory, `${index}.xml`), encodeXml(document));
    writeFileSync(join(directory, `${index}.wbxml`), "");
  });
  const manners = MANNERS.map((manner, at) => `${at}) m="${manner}";;`).join(" ");
  runForEach(
    documents.length,
    `case $((i % ${MANNERS.length})) in ${manners} esac; ${WRITER} -k $m -o $i.wbxml $i.xml`,
  );
  return documents.map((_, index) => readFileSync(join(directory, `${index}.wbxml`)));
}

function runForEach(count: number, command: string): void {
  const script = `i=0; while [ $i -lt ${count} ]; do ${command} >/dev/null 2>&1; i=$((i+1)); done`;
  execFileSync("sh", ["-c", script], { cwd: directory, timeout: BATCH_TIMEOUT_MS, stdio: "ignore" });
}

function treeOf(xml: string): ElementDocument {
  return decodeXml(Buffer.from(xml, "latin1"));
}

/**
 * Without what the tool is known not to carry: octets and control characters (it writes broken XML for them), line ends
 * (it makes CR LF of LF), white space at the ends of a text.
 */
function plain(element: Element): Element {
  const { content } = element;
  if (content instanceof Uint8Array) return { ...element, content: Buffer.from(content).toString("hex") };
  if (typeof content !== "string") return { ...element, content: content.map(plain) };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return { ...element, content: content.replaceAll(/[\x00-\x1f\x7f-\x9f\ufffe\uffff]/gu, "").trim() };
}

/** Without a tree inside a tree, which the tool does not write. */
function withOneTree(element: Element, isInTree = false): Element {
  const { name, content, vocabulary } = element;
  const isTree = vocabulary === "dmddf";
  return {
    ...element,
    name: isInTree && name === "MgmtTree" ? "Node" : name,
    content: Array.isArray(content) ? content.map((one) => withOneTree(one, isTree)) : content,
  };
}

describe("another codec reads what ours writes, and ours what it writes", () => {
  const vectors = [...vectorsOf("pairs"), ...vectorsOf("assembled"), ...dialogueVectors()];
  const withText = vectors.filter((vector) => vector.dataHex === undefined);

  it("every test vector, written again", () => {
    const documents = withText.map((vector) => decodeWbxml(vector.wbxml));
    const read = readByOthers(documents);
    documents.forEach((document, index) => {
      expect(treeOf(read[index] ?? ""), withText[index]?.id).toEqual(document);
    });
  });

  it("trust:diff-libwbxml: documents made at random", { timeout: 4 * BATCH_TIMEOUT_MS }, () => {
    const documents = fc
      .sample(elementDocument, { numRuns: DOCUMENTS, seed: SEED })
      .map(({ dialect, root }) => ({ dialect, root: plain(root) }));
    const read = readByOthers(documents);
    documents.forEach((document, index) => {
      expect(treeOf(read[index] ?? "")).toEqual(document);
    });
    const single = documents.map(({ dialect, root }) => ({ dialect, root: withOneTree(root) }));
    const written = writtenByOthers(single);
    single.forEach((document, index) => {
      expect(decodeWbxml(written[index] ?? new Uint8Array())).toEqual(document);
    });
    console.log(`diff-libwbxml ${documents.length}/${DOCUMENTS}`);
  });
});

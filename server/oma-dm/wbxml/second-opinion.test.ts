import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Element, ElementDocument } from "../element";
import { elementDocument } from "../testing/element-arbitrary";
import { dialogueVectors, vectorsOf } from "../testing/vectors";
import { decodeXml } from "../xml";
import { decodeWbxml, encodeWbxml } from ".";

/** What reads our documents here is libwbxml, a codec that knows nothing of ours. */
const TOOL = "wbxml2xml";
const DOCUMENTS = 2_000;
const SEED = 7_781;
const BATCH_TIMEOUT_MS = 60_000;

let directory = "";

beforeAll(() => {
  try {
    execFileSync("sh", ["-c", `command -v ${TOOL}`], { stdio: "ignore" });
  } catch {
    throw new Error(
      `${TOOL} is missing. It comes with the Debian package libwbxml2-utils (apt-get install libwbxml2-utils); npm run verify installs it.`,
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
  const script = `i=0; while [ $i -lt ${documents.length} ]; do ${TOOL} -k -m 0 -o $i.xml $i.wbxml >/dev/null 2>&1; i=$((i+1)); done`;
  execFileSync("sh", ["-c", script], { cwd: directory, timeout: BATCH_TIMEOUT_MS, stdio: "ignore" });
  return documents.map((_, index) => readFileSync(join(directory, `${index}.xml`), "latin1"));
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
  return { ...element, content: content.replaceAll(/[\x00-\x1f\x7f-\x9f\ufffe\uffff]|\s/gu, "") };
}

describe("another codec reads what ours writes", () => {
  const vectors = [...vectorsOf("pairs"), ...vectorsOf("assembled"), ...dialogueVectors()];
  const withText = vectors.filter((vector) => vector.dataHex === undefined);

  it("every test vector, written again", () => {
    const documents = withText.map((vector) => decodeWbxml(vector.wbxml));
    const read = readByOthers(documents);
    documents.forEach((document, index) => {
      expect(treeOf(read[index] ?? ""), withText[index]?.id).toEqual(document);
    });
  });

  it("trust:diff-libwbxml: documents made at random", { timeout: 2 * BATCH_TIMEOUT_MS }, () => {
    const documents = fc
      .sample(elementDocument, { numRuns: DOCUMENTS, seed: SEED })
      .map(({ dialect, root }) => ({ dialect, root: plain(root) }));
    const read = readByOthers(documents);
    documents.forEach((document, index) => {
      expect(treeOf(read[index] ?? "")).toEqual(document);
    });
    console.log(`diff-libwbxml ${documents.length}/${DOCUMENTS}`);
  });
});

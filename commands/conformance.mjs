import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * What of OMA DM this server does, in which version, and which test proves it: `docs/conformance.json` is the table,
 * `docs/conformance.md` is made of it. `node commands/conformance.mjs` writes the document.
 */

const root = fileURLToPath(new URL("..", import.meta.url));
const TABLE = join(root, "docs/conformance.json");
export const DOCUMENT = join(root, "docs/conformance.md");

export function readTable() {
  return JSON.parse(readFileSync(TABLE, "utf8"));
}

/** `{ file, test }` of every cell, each once. `test` is the name as test runners write it, with ` > ` between its parts. */
export function proofsOf(table) {
  const proofs = new Map();
  for (const { cells } of table.features) {
    for (const cell of Object.values(cells)) {
      for (const [file, test] of cell.proofs ?? []) proofs.set(`${file} ${test}`, { file, test });
    }
  }
  return [...proofs.values()];
}

/** The proofs that are not among the tests that passed: `passed` holds `provedBy` of each. */
export function unprovenOf(table, passed) {
  return proofsOf(table).filter(({ file, test }) => !passed.has(provedBy(file, test)));
}

/** One name for a test, whether its parts are joined by ` > ` or by a blank. */
export function provedBy(file, test) {
  return `${file} ${test.replaceAll(" > ", " ")}`;
}

export function conformanceDocument(table) {
  const numbers = new Map(proofsOf(table).map(({ file, test }, index) => [`${file} ${test}`, index + 1]));
  const reasons = [];
  const head = ["Feature", "Direction", ...table.versions];
  const rows = table.features.map(({ feature, direction, cells }) => [
    feature,
    direction,
    ...table.versions.map((version) => cellText(cells[version], numbers, reasons)),
  ]);
  return [
    "# Conformance",
    "",
    "Made by `node commands/conformance.mjs` of `conformance.json`. A number names the tests below that prove the cell in that",
    "version; a letter says why a cell is not done, or not to be done. `npm run verify` fails where a named test did not run and pass.",
    "",
    ...markdownTable([head, ...rows]),
    "",
    "## Why not",
    "",
    ...reasons.map((reason, index) => `- ${letterOf(index)}: ${reason}`),
    "",
    "## Tests",
    "",
    ...proofsOf(table).map(({ file, test }, index) => `${index + 1}. \`${file}\`: ${escaped(test)}`),
    "",
  ].join("\n");
}

function cellText(cell, numbers, reasons) {
  const proofs = rangesOf((cell.proofs ?? []).map(([file, test]) => numbers.get(`${file} ${test}`)));
  if (cell.because === undefined) return proofs;
  if (!reasons.includes(cell.because)) reasons.push(cell.because);
  const letter = letterOf(reasons.indexOf(cell.because));
  return proofs === "" ? `no (${letter})` : `${letter}, ${proofs}`;
}

/** `1, 2, 3, 7` is `1-3, 7`. */
function rangesOf(numbers) {
  const ranges = [];
  for (const number of [...numbers].sort((one, other) => one - other)) {
    const last = ranges.at(-1);
    if (last && last.to === number - 1) last.to = number;
    else ranges.push({ from: number, to: number });
  }
  return ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(", ");
}

function letterOf(index) {
  return String.fromCharCode("a".charCodeAt(0) + index);
}

function escaped(text) {
  return text.replace(/[<>&*_\\]/g, (sign) => `\\${sign}`);
}

function markdownTable(rows) {
  const widths = rows[0].map((_cell, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |`;
  const [head, ...body] = rows;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(DOCUMENT, conformanceDocument(readTable()));

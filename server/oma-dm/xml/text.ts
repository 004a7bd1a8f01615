import type { DecodeBudget } from "../decode-budget";
import { DecodeError } from "../decode-error";
import { AMPERSAND, CARRIAGE_RETURN, isWhiteSpace, LESS_THAN } from "./characters";
import type { XmlReader } from "./reader";
import type { ReferenceReader } from "./references";

const WHITE_SPACE: ReadonlySet<string> = new Set([" ", "\t", "\n", "\r"]);

/**
 * The text of one element, gathered from runs of characters, references and CDATA sections. NULs pass: clients send
 * them. A line end is one line feed, however it was written [XML 1.0, 2.11].
 */
export class TextRuns {
  text = "";
  /** White space alone, as pretty printers put between elements. */
  blank = true;
  private readonly reader: XmlReader;
  private readonly references: ReferenceReader;
  private readonly budget: DecodeBudget;

  constructor(reader: XmlReader, references: ReferenceReader, budget: DecodeBudget) {
    this.reader = reader;
    this.references = references;
    this.budget = budget;
  }

  /** Reads up to the next `<`. Throws DecodeError. */
  readCharacters(): void {
    const { octets, end } = this.reader;
    for (;;) {
      const start = this.reader.position;
      let position = start;
      let octet = 0;
      for (; position < end; position += 1) {
        octet = octets[position] as number;
        if (octet === LESS_THAN || octet === AMPERSAND) break;
      }
      this.reader.position = position;
      if (position === end) throw new DecodeError("TRUNCATED", end);
      this.add(start, position);
      if (octet === LESS_THAN) return;
      const reference = this.references.read();
      this.budget.takeText(reference.length, position);
      this.text += reference;
      this.blank &&= WHITE_SPACE.has(reference);
    }
  }

  /** Reads a CDATA section at the reader's position. Throws DecodeError. */
  readCdata(): void {
    this.reader.expect("<![CDATA[");
    const start = this.reader.position;
    this.add(start, this.reader.skipPast("]]>"));
  }

  private add(start: number, end: number): void {
    if (start === end) return;
    this.budget.takeText(end - start, start);
    this.blank &&= isBlank(this.reader.octets, start, end);
    const run = this.reader.source.text(start, end, this.reader.charset);
    this.text += this.reader.octets.subarray(start, end).includes(CARRIAGE_RETURN) ? withLineFeeds(run) : run;
  }
}

function isBlank(octets: Uint8Array, start: number, end: number): boolean {
  for (let position = start; position < end; position += 1) {
    if (!isWhiteSpace(octets[position] as number)) return false;
  }
  return true;
}

function withLineFeeds(text: string): string {
  return text.replaceAll("\r\n", "\n").replaceAll("\r", "\n");
}

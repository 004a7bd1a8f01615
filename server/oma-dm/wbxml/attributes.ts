import type { DecodeBudget } from "../decode-budget";
import { DecodeError } from "../decode-error";
import { END, SWITCH_PAGE } from "./global-tokens";
import type { WbxmlHeader } from "./header";
import { type AttributePage, PROV_ATTRIBUTE_PAGES } from "./prov-attributes";
import type { WbxmlReader } from "./reader";
import { TextPieces } from "./text-pieces";
import { readTextToken } from "./text-tokens";

/** Tokens from here on are pieces of a value, below it they start an attribute [WBXML 1.3, 5.8.3]. */
const VALUE_TOKEN_MIN = 0x80;

/**
 * Reads the attributes of one element after another in an OMA CP document. Its code page is not that of the tags and
 * stays as it is from one element to the next.
 */
export class AttributeReader {
  private readonly reader: WbxmlReader;
  private readonly header: WbxmlHeader;
  private readonly budget: DecodeBudget;
  private page: AttributePage = pageOf(0, 0);

  constructor(reader: WbxmlReader, header: WbxmlHeader, budget: DecodeBudget) {
    this.reader = reader;
    this.header = header;
    this.budget = budget;
  }

  /** Reads up to the END of the list. Throws DecodeError. */
  read(): Record<string, string> {
    const attributes: Record<string, string> = {};
    for (;;) {
      const offset = this.reader.position;
      const token = this.nextToken();
      if (token === END) return attributes;
      const start = token < VALUE_TOKEN_MIN ? this.page.starts.get(token) : undefined;
      if (start === undefined) throw new DecodeError("UNKNOWN_TAG", offset, `attribute token ${token}`);
      if (Object.hasOwn(attributes, start.name)) throw new DecodeError("MALFORMED", offset, `${start.name} repeated`);
      attributes[start.name] = this.value(start.value ?? "");
    }
  }

  /** The pieces up to the next attribute or END, behind what the start token itself says. */
  private value(begin: string): string {
    let value = begin;
    for (;;) {
      const offset = this.reader.position;
      const token = this.nextToken();
      const known = token >= VALUE_TOKEN_MIN ? this.page.values.get(token) : undefined;
      if (known !== undefined) {
        this.budget.takeText(known.length, offset);
        value += known;
        continue;
      }
      const pieces = new TextPieces(this.reader.source, this.header.charset);
      if (!readTextToken(token, this.reader, this.header, this.budget, pieces)) {
        this.reader.position -= 1;
        return value;
      }
      const text = pieces.content();
      if (typeof text !== "string") throw new DecodeError("BAD_TEXT", offset, "octets as attribute value");
      value += text;
    }
  }

  private nextToken(): number {
    for (;;) {
      const offset = this.reader.position;
      const token = this.reader.u8();
      if (token !== SWITCH_PAGE) return token;
      this.page = pageOf(this.reader.u8(), offset);
    }
  }
}

function pageOf(number: number, offset: number): AttributePage {
  const page = PROV_ATTRIBUTE_PAGES[number];
  if (page === undefined) throw new DecodeError("UNKNOWN_PAGE", offset, `attribute page ${number}`);
  return page;
}

import { END, STR_I, SWITCH_PAGE } from "./global-tokens";
import type { OctetWriter } from "./octet-writer";
import { PROV_ATTRIBUTE_PAGES } from "./prov-attributes";

/** Writes the attributes of one element after another in an OMA CP document; its code page is not that of the tags. */
export class AttributeWriter {
  private readonly out: OctetWriter;
  private page = 0;

  constructor(out: OctetWriter) {
    this.out = out;
  }

  write(attributes: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(attributes)) {
      if (this.token("startCodeOf", `${name}=${value}`)) continue;
      if (!this.token("startCodeOf", name)) throw new Error(`OMA CP has no attribute ${name}`);
      if (value === "" || this.token("valueCodeOf", value)) continue;
      this.out.u8(STR_I);
      if (!this.out.terminatedUtf8(value)) throw new Error(`The attribute ${name} contains a NUL`);
    }
    this.out.u8(END);
  }

  /**
   * Writes the token of `key`. Answers false where no page has one. Page 0 comes first even where page 1 is the current
   * one and has the token too: clients that know the older half of page 1 only can read it so.
   */
  private token(table: "startCodeOf" | "valueCodeOf", key: string): boolean {
    for (const [number, page] of PROV_ATTRIBUTE_PAGES.entries()) {
      const code = page[table].get(key);
      if (code === undefined) continue;
      if (number !== this.page) {
        this.out.u8(SWITCH_PAGE);
        this.out.u8(number);
        this.page = number;
      }
      this.out.u8(code);
      return true;
    }
    return false;
  }
}

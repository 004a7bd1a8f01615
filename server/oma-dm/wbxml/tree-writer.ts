import { holdsManagementTree } from "../data-labels";
import type { Dialect, Element } from "../element";
import { AttributeWriter } from "./attribute-writer";
import { CODE_PAGES, type CodePage } from "./code-pages";
import { CHARSET_UTF_8, END, OPAQUE, STR_I, SWITCH_PAGE, WITH_ATTRIBUTES, WITH_CONTENT } from "./global-tokens";
import type { OctetWriter } from "./octet-writer";
import { publicIdOf } from "./public-ids";

/** Writes one document. Code pages are switched only where the next tag is on another one. */
export class TreeWriter {
  /** Whether a Data with a management tree was met: it became a document of its own. */
  embeddedTreeFound = false;

  private readonly out: OctetWriter;
  private readonly version: number;
  private readonly pages: readonly CodePage[];
  private readonly attributes: AttributeWriter;
  private page: CodePage;

  constructor(out: OctetWriter, version: number, dialect: Dialect) {
    this.out = out;
    this.version = version;
    this.pages = CODE_PAGES[dialect];
    this.attributes = new AttributeWriter(out);
    this.page = this.pages[0] as CodePage;
    this.header(dialect);
  }

  /** Version, public identifier, UTF-8, and a string table only where the public identifier has no number. */
  private header(dialect: Dialect): void {
    const publicId = publicIdOf(dialect);
    this.out.u8(this.version);
    this.out.multiByteUint(publicId.number ?? 0);
    if (publicId.number === undefined) this.out.multiByteUint(0);
    this.out.multiByteUint(CHARSET_UTF_8);
    if (publicId.number !== undefined) {
      this.out.multiByteUint(0);
      return;
    }
    this.out.multiByteUint(publicId.text.length + 1);
    this.out.utf8(publicId.text);
    this.out.u8(0);
  }

  element(element: Element): void {
    const { out } = this;
    const { content } = element;
    const attributes = element.attributes === undefined ? 0 : WITH_ATTRIBUTES;
    const code = this.codeOf(element) | attributes;
    if (content === "") {
      out.u8(code);
      if (element.attributes !== undefined) this.attributes.write(element.attributes);
      return;
    }
    out.u8(code | WITH_CONTENT);
    if (element.attributes !== undefined) this.attributes.write(element.attributes);
    if (typeof content === "string") this.text(content);
    else if (content instanceof Uint8Array) this.opaque(content);
    else if (element.name === "Data" && holdsManagementTree(element)) this.embedded(content[0] as Element);
    else for (let index = 0; index < content.length; index += 1) this.element(content[index] as Element);
    out.u8(END);
  }

  private codeOf(element: Element): number {
    if (element.vocabulary !== this.page.vocabulary) this.switchPage(element);
    const code = this.page.codeOf.get(element.name);
    if (code === undefined) throw new Error(`${element.vocabulary} has no element ${element.name}`);
    return code;
  }

  private switchPage(element: Element): void {
    const number = this.pages.findIndex((page) => page.vocabulary === element.vocabulary);
    const page = this.pages[number];
    if (page === undefined) throw new Error(`${element.name} of ${element.vocabulary} is not of this document type`);
    this.out.u8(SWITCH_PAGE);
    this.out.u8(number);
    this.page = page;
  }

  /** A string ends at its NUL, so a text with one inside is written as octets. */
  private text(text: string): void {
    const start = this.out.length;
    this.out.u8(STR_I);
    if (this.out.terminatedUtf8(text)) return;
    this.out.length = start;
    this.opaque(Buffer.from(text, "utf8"));
  }

  private opaque(octets: Uint8Array): void {
    this.out.u8(OPAQUE);
    this.out.multiByteUint(octets.length);
    this.out.append(octets);
  }

  private embedded(tree: Element): void {
    this.embeddedTreeFound = true;
    this.out.u8(OPAQUE);
    const start = this.out.length;
    new TreeWriter(this.out, this.version, "DM DDF 1.2").element(tree);
    this.out.insertLength(start);
  }
}

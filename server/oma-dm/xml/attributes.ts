import type { DecodeBudget } from "../decode-budget";
import { DecodeError } from "../decode-error";
import { PROV_ATTRIBUTE_NAMES } from "../wbxml";
import {
  AMPERSAND,
  APOSTROPHE,
  EQUALS,
  GREATER_THAN,
  isWhiteSpace,
  LESS_THAN,
  QUOTE,
  SLASH,
  SPACE,
} from "./characters";
import type { XmlReader } from "./reader";
import type { ReferenceReader } from "./references";

/** One attribute as written; `name` with its prefix. */
export interface XmlAttribute {
  readonly name: string;
  readonly value: string;
  readonly offset: number;
}

/** In one start tag. The elements that are read have four at most, and a few names of namespaces. */
const ATTRIBUTES_MAX = 64;

/**
 * Reads the attributes of a start tag up to, and without, its `>` or `/>`.
 * Throws MALFORMED (also for a repeated name), TRUNCATED, LIMIT_ELEMENTS: 64 in one tag, and each counts as an element.
 */
export function readAttributes(reader: XmlReader, references: ReferenceReader, budget: DecodeBudget): XmlAttribute[] {
  const attributes: XmlAttribute[] = [];
  let names: Set<string> | undefined;
  for (;;) {
    const before = reader.position;
    reader.skipWhiteSpace();
    const next = reader.peek();
    if (next === GREATER_THAN || next === SLASH) return attributes;
    if (reader.position === before) throw reader.malformed("white space expected");
    const offset = reader.position;
    if (attributes.length === ATTRIBUTES_MAX) throw new DecodeError("LIMIT_ELEMENTS", offset);
    budget.takeElement(offset);
    const name = readName(reader);
    reader.skipWhiteSpace();
    reader.expect("=");
    reader.skipWhiteSpace();
    const value = readValue(reader, references);
    budget.takeText(value.length, offset);
    if (attributes.length > 0) {
      names ??= new Set([attributes[0]?.name ?? ""]);
      if (names.has(name)) throw new DecodeError("MALFORMED", offset, `${name} repeated`);
      names.add(name);
    }
    attributes.push({ name, value, offset });
  }
}

/**
 * The attributes that an OMA CP element has, by name; undefined where it has none. Throws UNKNOWN_TAG for one that
 * OMA CP does not know.
 */
export function ownAttributes(attributes: readonly XmlAttribute[]): Record<string, string> | undefined {
  let own: Record<string, string> | undefined;
  for (const { name, value, offset } of attributes) {
    if (name.startsWith("xml")) continue;
    if (!PROV_ATTRIBUTE_NAMES.includes(name)) throw new DecodeError("UNKNOWN_TAG", offset, `attribute ${name}`);
    own ??= {};
    own[name] = value;
  }
  return own;
}

/** Throws MALFORMED, TRUNCATED. */
export function readName(reader: XmlReader): string {
  const start = reader.position;
  while (isNameOctet(reader.peek())) reader.position += 1;
  if (reader.position === start) throw reader.malformed("name expected");
  return reader.source.text(start, reader.position, reader.charset);
}

function isNameOctet(octet: number): boolean {
  switch (octet) {
    case EQUALS:
    case GREATER_THAN:
    case LESS_THAN:
    case SLASH:
    case QUOTE:
    case APOSTROPHE:
    case AMPERSAND:
      return false;
    default:
      return octet > SPACE;
  }
}

/** White space inside a value is a space each [XML 1.0, 3.3.3]. */
function readValue(reader: XmlReader, references: ReferenceReader): string {
  const quote = reader.peek();
  if (quote !== QUOTE && quote !== APOSTROPHE) throw reader.malformed("quote expected");
  reader.position += 1;
  let value = "";
  let start = reader.position;
  for (;;) {
    const octet = reader.peek();
    if (octet === LESS_THAN) throw reader.malformed("< in an attribute");
    const ends = octet === quote || octet === AMPERSAND || (octet !== SPACE && isWhiteSpace(octet));
    if (!ends) {
      reader.position += 1;
      continue;
    }
    value += reader.source.text(start, reader.position, reader.charset);
    if (octet === AMPERSAND) {
      value += references.read();
    } else {
      reader.position += 1;
      if (octet === quote) return value;
      value += " ";
    }
    start = reader.position;
  }
}

import { DecodeError } from "../decode-error";
import type { Dialect } from "../element";
import type { Charset } from "../octet-text";
import { dialectOfText } from "../wbxml";
import { APOSTROPHE, GREATER_THAN, LEFT_BRACKET, QUOTE } from "./characters";
import type { XmlReader } from "./reader";

const UTF_8_MARK = [0xef, 0xbb, 0xbf];
const UTF_16_MARKS = [
  [0xff, 0xfe],
  [0xfe, 0xff],
];

/** Names as registered with IANA, in small letters. */
const CHARSETS: ReadonlyMap<string, Charset> = new Map([
  ["utf-8", "UTF-8"],
  ["us-ascii", "US-ASCII"],
  ["iso-8859-1", "ISO-8859-1"],
]);

const DECLARATION =
  /^\s+version\s*=\s*(?:"([^"]*)"|'([^']*)')(?:\s+encoding\s*=\s*(?:"([^"]*)"|'([^']*)'))?(?:\s+standalone\s*=\s*(?:"(?:yes|no)"|'(?:yes|no)'))?\s*$/;
/** A declaration is this long at most; what is longer is none. */
const DECLARATION_OCTETS_MAX = 256;
const PUBLIC_ID = /^\s+[^\s'"[\]<>]+\s+PUBLIC\s+(?:"([^"]*)"|'([^']*)')/;

/**
 * Reads all that stands before the root element: byte order mark, XML declaration, comments, processing instructions
 * and one DOCTYPE. Sets the reader's character set and leaves it behind the `<` of the root's tag.
 *
 * A DOCTYPE is passed over, its external identifier is never fetched. One with an internal subset is refused, so is
 * every other declaration. Answers the document type that its public identifier names, if any.
 *
 * Throws EMPTY, TRUNCATED, MALFORMED, UNKNOWN_VERSION, UNSUPPORTED_CHARSET, DTD_REFUSED.
 */
export function readProlog(reader: XmlReader): Dialect | undefined {
  if (reader.end === 0) throw new DecodeError("EMPTY", 0);
  readByteOrderMark(reader);
  if (reader.startsWith("<?xml") && !reader.startsWith("<?xml-")) readDeclaration(reader);
  let dialect: Dialect | undefined;
  let doctypeSeen = false;
  for (;;) {
    skipMisc(reader);
    if (reader.startsWith("<!DOCTYPE")) {
      if (doctypeSeen) throw new DecodeError("DTD_REFUSED", reader.position, "second DOCTYPE");
      doctypeSeen = true;
      dialect = readDoctype(reader);
    } else if (reader.startsWith("<!")) {
      throw new DecodeError("DTD_REFUSED", reader.position, "declaration");
    } else {
      reader.expect("<");
      return dialect;
    }
  }
}

/** Passes over white space, comments and processing instructions; also over NULs that clients send at the very end. */
export function readEpilog(reader: XmlReader): void {
  skipMisc(reader);
  while (reader.position < reader.end && reader.octets[reader.position] === 0) reader.position += 1;
  if (reader.position < reader.end) throw new DecodeError("TRAILING_OCTETS", reader.position);
}

function readByteOrderMark(reader: XmlReader): void {
  const begins = (mark: readonly number[]) => mark.every((octet, index) => reader.octets[index] === octet);
  if (UTF_16_MARKS.some(begins)) throw new DecodeError("UNSUPPORTED_CHARSET", 0, "UTF-16");
  if (begins(UTF_8_MARK)) reader.position = UTF_8_MARK.length;
}

function readDeclaration(reader: XmlReader): void {
  const offset = reader.position;
  reader.expect("<?xml");
  const start = reader.position;
  const end = reader.skipPast("?>");
  const declaration = end - start > DECLARATION_OCTETS_MAX ? null : DECLARATION.exec(reader.source.single(start, end));
  if (declaration === null) throw new DecodeError("MALFORMED", offset, "XML declaration");
  const [, version = declaration[2], , encoding = declaration[4]] = declaration;
  if (version !== "1.0") throw new DecodeError("UNKNOWN_VERSION", offset, `XML ${version}`);
  if (encoding === undefined) return;
  const charset = CHARSETS.get(encoding.toLowerCase());
  if (charset === undefined) throw new DecodeError("UNSUPPORTED_CHARSET", offset, encoding);
  reader.charset = charset;
}

function skipMisc(reader: XmlReader): void {
  for (;;) {
    reader.skipWhiteSpace();
    if (reader.startsWith("<!--")) skipComment(reader);
    else if (reader.startsWith("<?")) skipInstruction(reader);
    else return;
  }
}

export function skipComment(reader: XmlReader): void {
  reader.expect("<!--");
  reader.skipPast("-->");
}

export function skipInstruction(reader: XmlReader): void {
  if (reader.startsWith("<?xml ")) throw reader.malformed("XML declaration not at the start");
  reader.expect("<?");
  reader.skipPast("?>");
}

/** Up to the `>`; quoted identifiers may contain one. */
function readDoctype(reader: XmlReader): Dialect | undefined {
  const offset = reader.position;
  reader.expect("<!DOCTYPE");
  const start = reader.position;
  for (;;) {
    const octet = reader.peek();
    if (octet === GREATER_THAN) break;
    if (octet === LEFT_BRACKET) throw new DecodeError("DTD_REFUSED", offset, "internal subset");
    if (octet === QUOTE || octet === APOSTROPHE) skipQuoted(reader, octet);
    else reader.position += 1;
  }
  const publicId = PUBLIC_ID.exec(reader.source.single(start, reader.position));
  reader.position += 1;
  const text = publicId?.[1] ?? publicId?.[2];
  return text === undefined ? undefined : dialectOfText(text);
}

function skipQuoted(reader: XmlReader, quote: number): void {
  reader.position += 1;
  while (reader.peek() !== quote) reader.position += 1;
  reader.position += 1;
}

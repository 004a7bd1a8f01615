import { DecodeError } from "../decode-error";
import type { DecodeLimits } from "../decode-limits";
import type { Dialect } from "../element";
import type { Charset } from "../octet-text";
import { CHARSET_ISO_8859_1, CHARSET_US_ASCII, CHARSET_UTF_8 } from "./global-tokens";
import { dialectOfNumber, dialectOfText } from "./public-ids";
import type { WbxmlReader } from "./reader";
import { StringTable } from "./string-table";

/** WBXML 1.1, 1.2 and 1.3: the high half of the octet is the major version less one, the low half the minor. */
export const VERSION_MIN = 0x01;
export const VERSION_MAX = 0x03;

const PUBLIC_ID_IN_STRING_TABLE = 0;
const PUBLIC_ID_UNKNOWN = 1;

const CHARSETS: ReadonlyMap<number, Charset> = new Map([
  [CHARSET_UTF_8, "UTF-8"],
  [CHARSET_US_ASCII, "US-ASCII"],
  [CHARSET_ISO_8859_1, "ISO-8859-1"],
  // 0 leaves it to the transport; the media types of SyncML know UTF-8 only.
  [0, "UTF-8"],
]);

export interface WbxmlHeader {
  /** Undefined when the document says that its type has no public identifier; the root element tells then. */
  readonly dialect: Dialect | undefined;
  readonly charset: Charset;
  readonly strings: StringTable;
}

/**
 * Reads version, public identifier, character set and string table [WBXML 1.3, 5.4 to 5.8]; the reader is left at the
 * body. Throws EMPTY, TRUNCATED, UNKNOWN_VERSION, UNKNOWN_PUBLIC_ID, UNSUPPORTED_CHARSET, LIMIT_STRING_TABLE.
 */
export function readHeader(reader: WbxmlReader, limits: DecodeLimits): WbxmlHeader {
  const start = reader.position;
  if (start === reader.end) throw new DecodeError("EMPTY", start);
  const version = reader.u8();
  if (version < VERSION_MIN || version > VERSION_MAX) throw new DecodeError("UNKNOWN_VERSION", start);
  const publicIdAt = reader.position;
  const publicId = reader.multiByteUint();
  const publicIdIndex = publicId === PUBLIC_ID_IN_STRING_TABLE ? reader.multiByteUint() : 0;
  const charset = readCharset(reader);
  const strings = readStringTable(reader, limits);
  if (publicId === PUBLIC_ID_UNKNOWN) return { dialect: undefined, charset, strings };
  const dialect =
    publicId === PUBLIC_ID_IN_STRING_TABLE
      ? dialectOfText(strings.text(publicIdIndex, publicIdAt, charset))
      : dialectOfNumber(publicId);
  if (dialect === undefined) throw new DecodeError("UNKNOWN_PUBLIC_ID", publicIdAt);
  return { dialect, charset, strings };
}

function readCharset(reader: WbxmlReader): Charset {
  const at = reader.position;
  const number = reader.multiByteUint();
  const charset = CHARSETS.get(number);
  if (charset === undefined) throw new DecodeError("UNSUPPORTED_CHARSET", at, `MIBenum ${number}`);
  return charset;
}

function readStringTable(reader: WbxmlReader, limits: DecodeLimits): StringTable {
  const at = reader.position;
  const length = reader.multiByteUint();
  if (length > limits.stringTableOctetsMax) throw new DecodeError("LIMIT_STRING_TABLE", at, `${length} octets`);
  const start = reader.skip(length);
  return new StringTable(reader.source, start, start + length);
}

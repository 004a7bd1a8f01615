/** Why octets could not be read. The list is closed; each code has one meaning in WBXML and XML alike. */
export type DecodeErrorCode =
  | "EMPTY"
  | "TRUNCATED"
  | "INTEGER_TOO_LARGE"
  | "UNKNOWN_VERSION"
  | "UNKNOWN_PUBLIC_ID"
  | "UNSUPPORTED_CHARSET"
  | "UNKNOWN_PAGE"
  | "UNKNOWN_TAG"
  | "UNSUPPORTED_TOKEN"
  | "STRING_TABLE_RANGE"
  | "BAD_TEXT"
  | "MALFORMED"
  | "MIXED_CONTENT"
  | "DTD_REFUSED"
  | "ENTITY_REFUSED"
  | "TRAILING_OCTETS"
  | "LIMIT_OCTETS"
  | "LIMIT_DEPTH"
  | "LIMIT_ELEMENTS"
  | "LIMIT_STRING_TABLE"
  | "LIMIT_EXPANDED_TEXT"
  | "LIMIT_REFERENCES";

/** The octets are wrong. `offset` is where, counted in octets from the start of the input. */
export class DecodeError extends Error {
  readonly code: DecodeErrorCode;
  readonly offset: number;

  constructor(code: DecodeErrorCode, offset: number, detail?: string) {
    super(`${code} at octet ${offset}${detail ? `: ${detail}` : ""}`);
    this.name = "DecodeError";
    this.code = code;
    this.offset = offset;
  }
}

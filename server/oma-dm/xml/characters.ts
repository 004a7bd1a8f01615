/** Characters of XML markup, as octets. All are ASCII, so they are the same in every character set that is read. */
const TAB = 0x09;
const LINE_FEED = 0x0a;
export const CARRIAGE_RETURN = 0x0d;
export const SPACE = 0x20;
export const EXCLAMATION = 0x21;
export const QUOTE = 0x22;
export const HASH = 0x23;
export const AMPERSAND = 0x26;
export const APOSTROPHE = 0x27;
export const HYPHEN = 0x2d;
export const SLASH = 0x2f;
export const COLON = 0x3a;
export const SEMICOLON = 0x3b;
export const LESS_THAN = 0x3c;
export const EQUALS = 0x3d;
export const GREATER_THAN = 0x3e;
export const QUESTION = 0x3f;
export const LEFT_BRACKET = 0x5b;
export const SMALL_X = 0x78;

export function isWhiteSpace(octet: number): boolean {
  return octet === SPACE || octet === LINE_FEED || octet === CARRIAGE_RETURN || octet === TAB;
}

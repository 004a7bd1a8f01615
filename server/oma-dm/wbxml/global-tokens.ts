/**
 * The tokens that mean the same in every code page, and the bits of a tag octet.
 * Source: WAP-192-WBXML 1.3, 7.1 "Global Tokens"; equal in the tables of libwbxml.
 */
export const SWITCH_PAGE = 0x00;
export const END = 0x01;
export const ENTITY = 0x02;
export const STR_I = 0x03;
export const STR_T = 0x83;
export const OPAQUE = 0xc3;

/** Bits 0-5 of a tag octet are its code; these two say what follows it. */
export const TAG_CODE = 0x3f;
export const WITH_CONTENT = 0x40;
export const WITH_ATTRIBUTES = 0x80;

/** Codes below this one are global tokens in every page. */
export const TAG_CODE_MIN = 0x05;

/** IANA MIBenum numbers of the character sets that are read; UTF-8 is the one that is written. */
export const CHARSET_US_ASCII = 3;
export const CHARSET_ISO_8859_1 = 4;
export const CHARSET_UTF_8 = 106;

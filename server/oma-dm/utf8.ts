/**
 * Where `octets` stops being UTF-8, or -1 when all of `start` to `end` is. Overlong forms, surrogates and code points
 * past U+10FFFF are not UTF-8 (RFC 3629, section 3 and 4). Allocates nothing and throws nothing: a peer may send
 * thousands of octet strings that are no text.
 */
export function firstNonUtf8(octets: Uint8Array, start: number, end: number): number {
  let position = start;
  while (position < end) {
    const lead = octets[position] as number;
    if (lead < 0x80) {
      position += 1;
      continue;
    }
    const length = lengthOf(lead);
    if (lead < 0xc2 || lead > 0xf4 || position + length > end) return position;
    const second = octets[position + 1] as number;
    if (second < leastSecond(lead) || second > greatestSecond(lead)) return position;
    for (let index = position + 2; index < position + length; index += 1) {
      if (!isContinuation(octets[index])) return position;
    }
    position += length;
  }
  return -1;
}

/** Octets of one character that may stand before a cut, or behind it. */
const CUT_OCTETS_MAX = 3;

/**
 * Whether octets are UTF-8 but for a character that is cut at their beginning or at their end, as a part of a text may
 * be where its sender counts octets.
 */
export function isCutUtf8(octets: Uint8Array, start: number, end: number): boolean {
  let from = start;
  while (from < end && from - start < CUT_OCTETS_MAX && isContinuation(octets[from])) from += 1;
  const wrong = firstNonUtf8(octets, from, end);
  if (wrong < 0) return true;
  const lead = octets[wrong] as number;
  if (lead < 0xc2 || lead > 0xf4 || wrong + lengthOf(lead) <= end) return false;
  for (let position = wrong + 1; position < end; position += 1) if (!isContinuation(octets[position])) return false;
  return true;
}

function isContinuation(octet: number | undefined): boolean {
  return octet !== undefined && (octet & 0xc0) === 0x80;
}

/** Octets of the character that begins with this one. */
function lengthOf(lead: number): number {
  return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
}

/** After E0 and F0 a smaller second octet would be an overlong form. */
function leastSecond(lead: number): number {
  return lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
}

/** After ED a greater second octet would be a surrogate, after F4 a code point past U+10FFFF. */
function greatestSecond(lead: number): number {
  return lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
}

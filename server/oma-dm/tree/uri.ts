/** Bounds on a node's address. Source of the defaults: ours; a device names its own in `./DevDetail/URI`. */
const URI_OCTETS_MAX = 1_024;
const URI_SEGMENTS_MAX = 32;

const NUL = 0x00;
const SPACE = 0x20;
const DOT = 0x2e;
const SLASH = 0x2f;
const QUESTION_MARK = 0x3f;
const DELETE = 0x7f;

/**
 * The one form in which this server names a node: `./A/B`, the root `.`, with `?prop=` or `?list=` as they are.
 *
 * Accepts what devices write: `A/B`, `/A/B`, `./A/B/`, and trailing NULs. Returns null for what names no node or is
 * refused: empty, `.` or `..` as a segment, empty segments, control characters, more than 1,024 octets in UTF-8,
 * more than 32 segments. Source: OMA-TS-DM_TND 1.2.1, addressing.
 */
export function canonicalUri(text: string): string | null {
  if (text.length > 2 * URI_OCTETS_MAX) return null;
  const end = lengthWithoutNuls(text);
  const queryAt = indexOfQuery(text, end);
  let pathEnd = queryAt;
  let start = 0;
  if (text.charCodeAt(0) === DOT && (pathEnd === 1 || text.charCodeAt(1) === SLASH)) start = 1;
  while (start < pathEnd && text.charCodeAt(start) === SLASH) start += 1;
  while (pathEnd > start && text.charCodeAt(pathEnd - 1) === SLASH) pathEnd -= 1;
  if (pathEnd === 0 && start === 0) return null;
  if (!isPath(text, start, pathEnd) || !isPlain(text, queryAt, end)) return null;
  const isPathAsIs = start === 2 && text.charCodeAt(0) === DOT && start < pathEnd && pathEnd === queryAt;
  const uri = isPathAsIs && end === text.length ? text : joined(text.slice(start, pathEnd), text.slice(queryAt, end));
  return utf8Length(uri) > URI_OCTETS_MAX ? null : uri;
}

function joined(path: string, query: string): string {
  return path === "" ? `.${query}` : `./${path}${query}`;
}

function lengthWithoutNuls(text: string): number {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === NUL) end -= 1;
  return end;
}

function indexOfQuery(text: string, end: number): number {
  for (let at = 0; at < end; at += 1) if (text.charCodeAt(at) === QUESTION_MARK) return at;
  return end;
}

/** Whether the segments from `start` to `end` are all names. */
function isPath(text: string, start: number, end: number): boolean {
  if (start === end) return true;
  let segments = 1;
  let segmentStart = start;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (isControl(code)) return false;
    if (code !== SLASH) continue;
    if (!isName(text, segmentStart, at)) return false;
    segments += 1;
    segmentStart = at + 1;
  }
  return segments <= URI_SEGMENTS_MAX && isName(text, segmentStart, end);
}

function isName(text: string, start: number, end: number): boolean {
  const length = end - start;
  if (length === 0) return false;
  if (length > 2 || text.charCodeAt(start) !== DOT) return true;
  return length === 2 && text.charCodeAt(start + 1) !== DOT;
}

function isPlain(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (isControl(text.charCodeAt(at))) return false;
  return true;
}

function isControl(code: number): boolean {
  return code < SPACE || code === DELETE;
}

function utf8Length(text: string): number {
  return text.length * 3 <= URI_OCTETS_MAX ? text.length : Buffer.byteLength(text);
}

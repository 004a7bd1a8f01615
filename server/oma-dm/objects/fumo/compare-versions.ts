/** How one version stands to another; `unknown`: their names do not tell. */
export type VersionOrder = "older" | "same" | "newer" | "unknown";

const PIECES = /\d+|\D+/g;
/** What continues a version by a further number: `1.2` and `1.2.1`. */
const CONTINUES = /^[.\-_]$/;

/**
 * How `one` stands to `other`. Makers name versions as they like, so only what is plain is told: numbers at the same
 * places are compared as numbers, and all between them has to be the same. `NM210-4.9` is older than `NM210-4.18`;
 * `4.18-beta` and `4.18` are `unknown`.
 */
export function compareVersions(one: string, other: string): VersionOrder {
  const left = piecesOf(one);
  const right = piecesOf(other);
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const [a = "", b = ""] = [left[at], right[at]];
    if (a === b) continue;
    return isNumber(a) && isNumber(b) ? (isLess(a, b) ? "older" : "newer") : "unknown";
  }
  if (left.length === right.length) return "same";
  const [rest, order] =
    left.length < right.length
      ? [right.slice(left.length), "older" as const]
      : [left.slice(right.length), "newer" as const];
  const [joint = "", number = ""] = rest;
  return CONTINUES.test(joint) && isNumber(number) ? order : "unknown";
}

/** Whether a version that was read is the one that was wanted; blanks around it and case do not matter. */
export function isSameVersion(one: string, other: string): boolean {
  return bare(one) === bare(other);
}

/** Numbers without leading zeros, and what is between them. */
function piecesOf(version: string): readonly string[] {
  return (bare(version).match(PIECES) ?? []).map((piece) => (isNumber(piece) ? piece.replace(/^0+(?=\d)/, "") : piece));
}

function bare(version: string): string {
  return version.replaceAll("\0", "").trim().toLowerCase();
}

function isNumber(piece: string): boolean {
  return /^\d+$/.test(piece);
}

/** Of numbers of any length, written without leading zeros. */
function isLess(a: string, b: string): boolean {
  return a.length === b.length ? a < b : a.length < b.length;
}

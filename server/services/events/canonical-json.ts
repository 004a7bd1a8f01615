/**
 * The JSON Canonicalization Scheme (RFC 8785): members in the order of their names' UTF-16 code units, nothing between them,
 * numbers and texts as ECMAScript writes them. `value` is what JSON.parse gives.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(",")}}`;
}

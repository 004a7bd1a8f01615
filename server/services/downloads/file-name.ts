const CHARACTERS_MAX = 100;
const NOT_PLAIN = /[^A-Za-z0-9._-]+/g;

/**
 * The name that a content is saved under, made of what its owner calls it: letters, digits, dots, hyphens and underlines,
 * never hidden, never a path.
 */
export function fileNameOf(name: string): string {
  const plain = name
    .replace(NOT_PLAIN, "_")
    .replace(/^[._-]+/, "")
    .replace(/\.{2,}/g, ".");
  return plain.slice(0, CHARACTERS_MAX) || "content";
}

/** Less holds no value of a node with the end of the node. */
export const TREE_CHARACTERS_MIN = 16;

/** A tag, as it is or escaped however often. Prefixes are shorter than this. */
const TAG = "[<;]/?(?:[^\\s<>&;:/]{1,64}:)?";
const NODE_TAG = new RegExp(`${TAG}(?:Node|NodeName|RTProperties|MgmtTree)\\b`);
const VALUE_TAG = new RegExp(`${TAG}Value\\b`);
/** How a tree in WBXML begins: with its public identifier [WBXML 1.3, 5.5], or without one with its code page. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are octets.
const WBXML_TREE = /^[\x01-\x03](?:\x01[\s\S]{1,2}\x00\x00\x02|[\s\S]{4,64}DTD-DM-DDF)/;

/** Base64, that for URLs too. */
const BASE64_RUN = /[\w+/\-\s]{24,}/g;
const BASE64_GROUP = 4;
/** How deep base64 in base64 is looked into. */
const BASE64_DEPTH_MAX = 2;

/**
 * Whether a text may hold a serialised tree (TNDS) with values, or a part of one: in XML, as it is or escaped, in any
 * character set, in WBXML, or either in base64, wherever that was cut. Octets are given as one character each.
 * It takes too much for a tree rather than too little, and its time grows with the text alone.
 */
export function mayHoldTree(text: string, depth = 0): boolean {
  if (text.length < TREE_CHARACTERS_MIN) return false;
  if (WBXML_TREE.test(text)) return true;
  // Of wide characters every other octet is one.
  const narrow = text.includes("\0") ? text.replaceAll("\0", "") : text;
  if (VALUE_TAG.test(narrow) && NODE_TAG.test(narrow)) return true;
  if (depth === BASE64_DEPTH_MAX) return false;
  return (narrow.match(BASE64_RUN) ?? []).some((run) => {
    const characters = run.replace(/\s+/g, "");
    for (let cut = 0; cut < BASE64_GROUP; cut += 1) {
      const octets = Buffer.from(characters.slice(cut), "base64");
      if (mayHoldTree(octets.toString("latin1"), depth + 1)) return true;
    }
    return false;
  });
}

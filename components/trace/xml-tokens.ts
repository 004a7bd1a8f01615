export interface XmlToken {
  readonly kind: "punctuation" | "name" | "attribute" | "text" | "mask";
  readonly text: string;
}

/** What the server writes in a secret's place. */
const MASK = "******";
const PIECE = /(<[?!]?\/?)([^\s/>?]+)([^>]*)(>)|([^<]+)/g;

/** XML in pieces that are shown in different colours. Joined, they are the text again. */
export function xmlTokens(xml: string): XmlToken[] {
  const tokens: XmlToken[] = [];
  let end = 0;
  for (const match of xml.matchAll(PIECE)) {
    if (match.index > end) tokens.push({ kind: "text", text: xml.slice(end, match.index) });
    end = match.index + match[0].length;
    const [, opening, name, attributes, closing, text] = match;
    if (text !== undefined) tokens.push({ kind: text.trim() === MASK ? "mask" : "text", text });
    if (opening === undefined || name === undefined || closing === undefined) continue;
    tokens.push({ kind: "punctuation", text: opening }, { kind: "name", text: name });
    if (attributes) tokens.push({ kind: "attribute", text: attributes });
    tokens.push({ kind: "punctuation", text: closing });
  }
  if (end < xml.length) tokens.push({ kind: "text", text: xml.slice(end) });
  return tokens;
}

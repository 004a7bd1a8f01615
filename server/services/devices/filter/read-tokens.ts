import { FilterError } from "./filter-error";

export interface Token {
  /** `end` is behind the last one. A `text` stood in double quotes; `text` is what it says without them. */
  readonly kind: "word" | "text" | "sign" | "end";
  readonly text: string;
  /** Of its first character, from 1. */
  readonly column: number;
}

/** Characters of a filter. */
export const FILTER_CHARACTERS_MAX = 4_000;

const BLANK = /\s/;
const WORD = /^[A-Za-z][A-Za-z0-9_]*/;
const SIGN = /^(?:!=|<=|>=|[=<>:(),])/;

/**
 * Cuts a filter into words, texts in double quotes (`\"` and `\\` inside them) and signs.
 *
 * Throws FilterError at the first character that is none of these, for a text that does not end, and for a filter
 * that is too long.
 */
export function readTokens(filter: string): Token[] {
  if (filter.length > FILTER_CHARACTERS_MAX) {
    throw new FilterError(FILTER_CHARACTERS_MAX + 1, `A filter has at most ${FILTER_CHARACTERS_MAX} characters.`);
  }
  const tokens: Token[] = [];
  let at = 0;
  while (at < filter.length) {
    const character = filter.charAt(at);
    const column = at + 1;
    if (BLANK.test(character)) {
      at += 1;
    } else if (character === '"') {
      const { text, end } = readText(filter, at);
      tokens.push({ kind: "text", text, column });
      at = end;
    } else {
      const rest = filter.slice(at);
      const word = WORD.exec(rest)?.[0];
      const text = word ?? SIGN.exec(rest)?.[0];
      if (text === undefined) throw new FilterError(column, `${JSON.stringify(character)} has no place here. ${QUOTE}`);
      tokens.push({ kind: word === undefined ? "sign" : "word", text, column });
      at += text.length;
    }
  }
  return [...tokens, { kind: "end", text: "", column: filter.length + 1 }];
}

const QUOTE = 'Values stand in double quotes: model = "R5".';

function readText(filter: string, start: number): { readonly text: string; readonly end: number } {
  let text = "";
  for (let at = start + 1; at < filter.length; at += 1) {
    const character = filter.charAt(at);
    if (character === '"') return { text, end: at + 1 };
    if (character === "\0") throw new FilterError(at + 1, "A text holds no U+0000.");
    if (character !== "\\") {
      text += character;
      continue;
    }
    const escaped = filter.charAt(at + 1);
    if (escaped !== '"' && escaped !== "\\") {
      throw new FilterError(at + 1, 'Behind a backslash stands " or another backslash.');
    }
    text += escaped;
    at += 1;
  }
  throw new FilterError(start + 1, "The text that begins here has no double quote at its end.");
}

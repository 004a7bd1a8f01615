import { FilterError } from "./filter-error";
import type { FilterField, FilterTest, FilterTree } from "./filter-tree";
import { readField } from "./read-field";
import { readTest } from "./read-test";
import { readTokens, type Token } from "./read-tokens";

/** Values that a filter compares with, each of a list counted. */
const TERMS_MAX = 50;
/** Parentheses and `not` inside each other. */
const LEVELS_MAX = 16;

/**
 * Reads a filter: `field op value`, joined by `and`, `or`, `not` and parentheses; `and` binds closer than `or`.
 *
 * Throws FilterError with the column of what is wrong.
 */
export function parseFilter(filter: string): FilterTree {
  return new FilterParser(readTokens(filter)).read();
}

class FilterParser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #terms = 0;
  #levels = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  read(): FilterTree {
    const tree = this.#alternatives();
    const rest = this.#next();
    if (rest.kind !== "end") throw new FilterError(rest.column, "Here the filter should go on with and, or, or end.");
    return tree;
  }

  #alternatives(): FilterTree {
    return this.#joined("or", () => this.#joined("and", () => this.#single()));
  }

  #joined(kind: "and" | "or", readItem: () => FilterTree): FilterTree {
    const first = readItem();
    const items = [first];
    while (this.#takeWord(kind)) items.push(readItem());
    return items.length === 1 ? first : { kind, items };
  }

  #single(): FilterTree {
    const { column } = this.#peek();
    if (this.#takeWord("not")) return this.#deeper(column, () => ({ kind: "not", item: this.#single() }));
    if (!this.#takeSign("(")) return this.#comparison();
    return this.#deeper(column, () => {
      const inner = this.#alternatives();
      this.#expectSign(")");
      return inner;
    });
  }

  #deeper(column: number, read: () => FilterTree): FilterTree {
    this.#levels += 1;
    if (this.#levels > LEVELS_MAX) {
      throw new FilterError(column, `Parentheses and not may stand in each other ${LEVELS_MAX} deep.`);
    }
    const tree = read();
    this.#levels -= 1;
    return tree;
  }

  #comparison(): FilterTree {
    const field = this.#field();
    const operator = this.#next();
    if (this.#isWord(operator, "in")) return { kind: "compare", field, test: this.#list(field, operator) };
    const isSign = operator.kind === "sign" && !"(),".includes(operator.text);
    if (!isSign) throw new FilterError(operator.column, "Here should stand one of = != < <= > >= : or in.");
    const value = this.#value();
    if (operator.text !== "!=") {
      return { kind: "compare", field, test: readTest(field, operator, [value]) };
    }
    const test = readTest(field, { ...operator, text: "=" }, [value]);
    return { kind: "not", item: { kind: "compare", field, test } };
  }

  #field(): FilterField {
    const name = this.#next();
    if (name.kind !== "word") throw new FilterError(name.column, 'Here should stand a field, as in model = "R5".');
    if (name.text !== "node") return readField(name, null);
    this.#expectSign("(");
    const uri = this.#next();
    if (uri.kind !== "text") throw new FilterError(uri.column, 'A node is written node("./DevDetail/FwV").');
    this.#expectSign(")");
    return readField(name, uri);
  }

  #list(field: FilterField, operator: Token): FilterTest {
    this.#expectSign("(");
    const values = [this.#value()];
    while (this.#takeSign(",")) values.push(this.#value());
    this.#expectSign(")");
    return readTest(field, operator, values);
  }

  #value(): Token {
    const value = this.#next();
    if (value.kind !== "text") throw new FilterError(value.column, "Here should stand a value in double quotes.");
    this.#terms += 1;
    if (this.#terms > TERMS_MAX) {
      throw new FilterError(value.column, `A filter compares with at most ${TERMS_MAX} values. Use a group.`);
    }
    return value;
  }

  #peek(): Token {
    const token = this.#tokens[this.#at];
    if (!token) throw new Error("The tokens of a filter have no end.");
    return token;
  }

  #next(): Token {
    const token = this.#peek();
    // The end stays: whoever reads on meets it again.
    if (token.kind !== "end") this.#at += 1;
    return token;
  }

  #isWord(token: Token, word: string): boolean {
    return token.kind === "word" && token.text.toLowerCase() === word;
  }

  #takeWord(word: string): boolean {
    if (!this.#isWord(this.#peek(), word)) return false;
    this.#at += 1;
    return true;
  }

  #takeSign(sign: string): boolean {
    const token = this.#peek();
    if (token.kind !== "sign" || token.text !== sign) return false;
    this.#at += 1;
    return true;
  }

  #expectSign(sign: string): void {
    const { column } = this.#peek();
    if (!this.#takeSign(sign)) throw new FilterError(column, `Here should stand ${sign}`);
  }
}

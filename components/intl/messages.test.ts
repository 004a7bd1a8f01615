import { describe, expect, it } from "vitest";
import { statusMeaning } from "@/server/oma-dm";
import { newestKinds } from "@/server/services/operations/kinds";
import { Scope } from "@/server/services/principal";
import de from "../../messages/de.json";
import en from "../../messages/en.json";
import { START_KINDS } from "../operations/start-forms";

interface Texts {
  readonly [key: string]: string | Texts;
}

/** Each text by its whole key. */
function flat(texts: Texts, prefix = ""): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([key, text]) =>
      typeof text === "string" ? [[prefix + key, text] as const] : [...flat(text, `${prefix}${key}.`)],
    ),
  );
}

/** The names of what is filled into a text. A brace after the name of a plural's branch begins a text of its own. */
function fillings(text: string): readonly string[] {
  const found = text.matchAll(/(?<!\b(?:one|other) )\{(\w+)[,}]/g);
  return [...new Set([...found].map(([, name]) => name ?? ""))].sort();
}

const english = flat(en);
const german = flat(de);

describe("the console's texts", () => {
  it("call an operation by one word in German", () => {
    expect([...german].filter(([, text]) => text.includes("Operation"))).toEqual([]);
  });

  it("are the same in both languages, and each is filled with the same", () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
    const odd = [...english].filter(([key, text]) => fillings(text).join() !== fillings(german.get(key) ?? "").join());
    expect(odd).toEqual([]);
  });

  it("say what each right and each act is, whose keys no compiler sees", () => {
    const keys = [
      ...Scope.options.map((scope) => `scopes.about.${scope.replace(":", "_")}`),
      ...newestKinds.map(({ kind }) => `kind.${kind.replace(".", "_")}`),
      ...START_KINDS.flatMap((kind) => {
        const key = kind.replace(".", "_");
        return [`kind.${key}`, `start.hint.${key}`, `start.about.${key}`];
      }),
    ];
    expect(keys.filter((key) => !english.has(key))).toEqual([]);
  });

  it("say of a DM status what the engine says", () => {
    const said = Object.entries(en.dmStatus).map(([code, words]) => ({ words, meant: statusMeaning(Number(code)) }));
    expect(said.map(({ words }) => words)).toEqual(said.map(({ meant }) => meant));
  });

  it("name a button that says what it is about by what stands on it first [WCAG 2.2 2.5.3]", () => {
    const odd = [...english, ...german].filter(([key, name]) => {
      const act = (german.get(key) === name ? german : english).get(key.replace(/\.of$/, ".act"));
      return key.endsWith(".of") && act !== undefined && !name.startsWith(act);
    });
    expect(odd).toEqual([]);
  });
});

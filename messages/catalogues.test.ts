import { createTranslator } from "use-intl/core";
import { describe, expect, it } from "vitest";
import { CATALOGUE } from "@/components/status/catalogue";
import { ALERT } from "@/server/oma-dm/syncml/alert-codes";
import { END_REASONS, WAITING_REASONS } from "@/server/services/operations/plans/reasons";
import de from "./de.json";
import en from "./en.json";

type Texts = { readonly [key: string]: string | Texts };

function leaves(texts: Texts, prefix = ""): [string, string][] {
  return Object.entries(texts).flatMap(([key, text]) =>
    typeof text === "string" ? [[prefix + key, text] as [string, string]] : leaves(text, `${prefix}${key}.`),
  );
}

/** Names of the arguments of an ICU message, and of its tags. */
function argumentsOf(text: string): string[] {
  return [
    ...new Set([...text.matchAll(/\{\s*(\w+)\s*[,}]/g), ...text.matchAll(/<(\w+)>/g)].map((match) => match[1] ?? "")),
  ]
    .filter((name) => name !== "act" || !text.includes("plural"))
    .sort();
}

const english = leaves(en);
const german = new Map(leaves(de));

describe("the console's texts", () => {
  it("are complete in both languages, with the same arguments", () => {
    expect([...german.keys()].sort()).toEqual(english.map(([key]) => key).sort());
    for (const [key, text] of english)
      expect([key, argumentsOf(german.get(key) ?? "")]).toEqual([key, argumentsOf(text)]);
  });

  it.each([
    ["en-GB", en],
    ["de-DE", de],
  ])("can all be formatted in %s", (locale, messages) => {
    const failures: string[] = [];
    const t = createTranslator({
      locale,
      messages: messages as typeof en,
      timeZone: "UTC",
      onError: (error) => failures.push(error.message),
    });
    const values = {
      n: 2,
      total: 2,
      open: 1,
      done: 1,
      part: 0.5,
      succeeded: 1,
      time: "10:00",
      who: "x",
      name: "x",
      what: "x",
      act: "x",
    };
    const rest = {
      components: 1,
      packages: 0,
      firmware: 2,
      device: "x",
      channel: "x",
      to: "x",
      session: "x",
      id: "x",
      title: "x",
      capability: "x",
      certifiedBy: "x",
      comment: "x",
      command: "x",
      cmdRef: "1",
      msgRef: "1",
      mono: (text: unknown) => String(text),
    };
    for (const [key] of english) t.rich(key as "search.label", { ...values, ...rest } as never);
    expect(failures).toEqual([]);
  });

  it("name and explain every state of the status table", () => {
    const keys = new Set(english.map(([key]) => key));
    for (const [thing, states] of Object.entries(CATALOGUE)) {
      for (const state of Object.keys(states)) {
        expect(keys, `${thing} ${state}`).toContain(`status.${thing}.${state}.label`);
        expect(keys, `${thing} ${state}`).toContain(`status.${thing}.${state}.tip`);
      }
    }
  });

  it("say in every language what the server says in English of each reason", () => {
    for (const [code, reason] of Object.entries({ ...WAITING_REASONS, ...END_REASONS })) {
      const texts = (en.reason as Record<string, { text: string; liftedBy: string }>)[code];
      expect({ code, text: texts?.text, liftedBy: texts?.liftedBy || null }).toEqual({ code, ...reason });
    }
  });

  it("name every alert code", () => {
    expect(Object.keys(en.trace.alert).sort()).toEqual(Object.values(ALERT).sort());
  });

  it("blame nobody and plead with nobody, but for what a standard calls its statuses", () => {
    const unwanted = english.filter(
      ([key, text]) =>
        !/^dmStatus\.\d+\.name$/.test(key) && /\b(please|sorry|oops|invalid|are you sure|you forgot)\b|!/i.test(text),
    );
    expect(unwanted).toEqual([]);
  });
});

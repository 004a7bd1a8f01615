import type { z } from "zod";

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
};

/**
 * What is wrong with a field and what to do, in words for people, where the schema has none of its own. For `safeParse`;
 * undefined leaves an issue to zod.
 */
export function fieldWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type": {
      if (issue.input === undefined) return "This is missing. Give it.";
      const type = TYPE_WORDS[issue.expected];
      return type && `This has to be ${type}.`;
    }
    case "too_small":
      if (issue.minimum === 1 && issue.origin === "string") return "This is empty. Fill it in.";
      return issue.inclusive ? boundWords("at least", issue.minimum, issue.origin) : undefined;
    case "too_big":
      return issue.inclusive ? boundWords("at most", issue.maximum, issue.origin) : undefined;
    case "invalid_format":
      if (issue.format === "email") return "An e-mail address looks like name@carrier.example.";
      if (issue.format === "datetime") return "A time looks like 2026-11-27T08:00:00Z.";
      return issue.format === "url" ? "An address looks like https://host.example/path." : undefined;
    case "invalid_value":
      return choiceWords(issue.values);
    case "invalid_union":
      return Array.isArray(issue.options) ? choiceWords(issue.options) : undefined;
    default:
      return undefined;
  }
}

function choiceWords(values: readonly unknown[]): string {
  return `This has to be ${values.length > 1 ? "one of " : ""}${values.join(", ")}.`;
}

function boundWords(bound: string, limit: number | bigint, origin: string): string | undefined {
  if (origin === "string") return `This has to have ${bound} ${limit} ${limit === 1 ? "character" : "characters"}.`;
  if (origin === "array") return `This has to have ${bound} ${limit} ${limit === 1 ? "entry" : "entries"}.`;
  return origin === "number" || origin === "int" ? `This has to be ${bound} ${limit}.` : undefined;
}

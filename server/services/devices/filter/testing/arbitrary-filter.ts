import fc from "fast-check";
import { CONTACT_STATES } from "../../contact-states";
import { FACT_NAMES } from "../filter-tree";

/** Few values, so that devices and filters meet; some that mean something to SQL, LIKE or the filter itself. */
export const SOME_TEXTS = [
  "R5",
  "R50",
  "r5",
  "R_5",
  "R%",
  '"',
  "\\",
  "a b",
  "1.9",
  "1.10",
  "1.09",
  "007",
  "7",
  "é",
  "*",
];
export const SOME_URIS = ["./DevDetail/FwV", "./A/B"];
export const SOME_INSTANTS = ["2026-01-01", "2026-06-01T12:00:00Z", "-P7D", "-PT12H"];

const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, (character) => `\\${character}`)}"`;
const value = fc.constantFrom(...SOME_TEXTS).map(quoted);
const pattern = fc
  .tuple(fc.constantFrom(...SOME_TEXTS.filter((text) => !text.includes("*")), ""), fc.boolean())
  .map(([text, atEnd]) => quoted(atEnd ? `${text}*` : `*${text}`));
const order = fc.constantFrom("<", "<=", ">", ">=");

const textField = fc.constantFrom(...FACT_NAMES, ...SOME_URIS.map((uri) => `node("${uri}")`));
const equality = (field: fc.Arbitrary<string>, of: fc.Arbitrary<string>) =>
  fc.oneof(
    fc.tuple(field, fc.constantFrom("=", "!="), of).map((parts) => parts.join(" ")),
    fc
      .tuple(field, fc.array(of, { minLength: 1, maxLength: 3 }))
      .map(([name, all]) => `${name} in (${all.join(", ")})`),
  );

const comparison = fc.oneof(
  equality(fc.oneof(textField, fc.constant("tag")), value),
  equality(fc.constant("contact"), fc.constantFrom(...CONTACT_STATES).map(quoted)),
  fc.tuple(textField, order, value).map((parts) => parts.join(" ")),
  fc.tuple(fc.oneof(textField, fc.constant("tag")), fc.constant(":"), pattern).map((parts) => parts.join("")),
  fc
    .tuple(fc.constantFrom("lastContact", "registeredAt"), order, fc.constantFrom(...SOME_INSTANTS))
    .map(([field, sign, at]) => `${field} ${sign} "${at}"`),
);

/** Filters as people write them, all of them right. */
export const arbitraryFilter = fc.letrec<{ filter: string }>((tie) => ({
  filter: fc.oneof(
    { depthSize: "small", maxDepth: 4 },
    comparison,
    fc.tuple(tie("filter"), fc.constantFrom("and", "or"), tie("filter")).map(([a, join, b]) => `(${a} ${join} ${b})`),
    fc.tuple(tie("filter"), fc.constantFrom("and", "or"), tie("filter")).map(([a, join, b]) => `${a} ${join} ${b}`),
    tie("filter").map((inner) => `not ${inner}`),
  ),
})).filter;

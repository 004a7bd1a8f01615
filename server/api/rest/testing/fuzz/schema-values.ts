import * as fc from "fast-check";
import { SAMPLES } from "../../openapi/samples";
import type { SchemaNode } from "../../openapi/schema-node";

/** Values by the name of their field that mean something to the server under test, such as ids it has given. */
export type KnownValues = (name: string) => readonly unknown[];

/** Some of each kind: fast-check's own list of all of them takes half a second to be made, for each field. */
const ODD_CHARACTER = fc.constantFrom(
  ..."aZ09 \t\n\"'\\/{}[]<>&%$#@~äßΩЖשע漢字한ﷺ🤷🏽‍♀️\u0301\u200b\u202e\u2028\ufffd\u007f\u0085",
);

const DEPTH_MAX = 8;
const TEXT_MAX = 40;
const ITEMS_MAX = 3;

/**
 * Values that the schema allows, as far as JSON Schema can say it: what the document promises to understand. Names that
 * the server knows values for get those often.
 */
export function schemaValue(
  node: SchemaNode,
  resolve: (reference: string) => SchemaNode,
  known: KnownValues,
  name = "",
  depth = 0,
): fc.Arbitrary<unknown> {
  if (node.$ref !== undefined) return schemaValue(resolve(node.$ref), resolve, known, name, depth + 1);
  const below = (one: SchemaNode, field = name) => schemaValue(one, resolve, known, field, depth + 1);
  if (depth > DEPTH_MAX) return fc.constant(null);
  const choice = node.anyOf ?? node.oneOf;
  if (choice) return fc.oneof(...choice.map((one) => below(one)));
  if (node.allOf) return fc.tuple(...node.allOf.map((one) => below(one))).map((parts) => Object.assign({}, ...parts));
  if (node.const !== undefined) return fc.constant(node.const);
  if (node.enum) return fc.constantFrom(...node.enum);
  const types = typeof node.type === "string" ? [node.type] : (node.type ?? []);
  const meant = known(name);
  const made = fc.oneof(...(types.length > 0 ? types : ["null"]).map((type) => valueOfType(type, node, name, below)));
  return meant.length > 0 && types.includes("string") && node.format === undefined
    ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...meant) }, { weight: 1, arbitrary: made })
    : made;
}

function valueOfType(
  type: string,
  node: SchemaNode,
  name: string,
  below: (one: SchemaNode, field?: string) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  switch (type) {
    case "object":
      return objectOf(node, below);
    case "array":
      return fc.array(node.items ? below(node.items, name.replace(/s$/, "")) : fc.constant(null), {
        minLength: node.minItems ?? 0,
        maxLength: Math.max(node.minItems ?? 0, ITEMS_MAX),
      });
    case "integer":
      return fc.integer({
        min: Math.max(node.minimum ?? -10, -(2 ** 31)),
        max: Math.min(node.maximum ?? 1_000, 2 ** 31 - 1),
      });
    case "number":
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case "boolean":
      return fc.boolean();
    case "string":
      return textOf(node, name);
    default:
      return fc.constant(null);
  }
}

function objectOf(node: SchemaNode, below: (one: SchemaNode, field?: string) => fc.Arbitrary<unknown>) {
  const fields = Object.entries(node.properties ?? {}).map(([field, schema]) => [field, below(schema, field)] as const);
  return fc.record(Object.fromEntries(fields), { requiredKeys: [...(node.required ?? [])] });
}

function textOf(node: SchemaNode, name: string): fc.Arbitrary<string> {
  if (node.format === "date-time")
    return fc.constantFrom("2026-11-01T10:00:00Z", "2999-01-01T00:00:00.000Z", "1970-01-01T00:00:00Z");
  const { minLength = 0, maxLength = TEXT_MAX, pattern } = node;
  const sample = SAMPLES[name];
  const samples = typeof sample === "string" ? [fc.constant(sample)] : [];
  if (pattern !== undefined) return fc.oneof(...samples, matching(pattern));
  const length = { minLength, maxLength: Math.min(maxLength, minLength + TEXT_MAX) };
  return fc.oneof(...samples, fc.string(length), fc.string({ ...length, unit: ODD_CHARACTER }));
}

const MATCHING = new Map<string, fc.Arbitrary<string>>();

/** Texts of a pattern, made once for each: fast-check lists every character there is for some. */
function matching(pattern: string): fc.Arbitrary<string> {
  const made = MATCHING.get(pattern) ?? makeMatching(pattern);
  MATCHING.set(pattern, made);
  return made;
}

/** Of one that fast-check cannot read, URIs, since only theirs are so. */
function makeMatching(pattern: string): fc.Arbitrary<string> {
  try {
    return fc.stringMatching(new RegExp(pattern, "u"), { size: "-1" });
  } catch {
    return fc.constantFrom("./DevInfo/Man", "./DevDetail/FwV", "./Vendor/Wifi/Ssid", ".", "./A");
  }
}

import { COMPONENTS, SAMPLES } from "./samples";
import type { SchemaNode } from "./schema-node";

/** The schema that a reference points to. */
export type Resolve = (reference: string) => SchemaNode;

/** No example is better than one that the server would refuse. */
export const NONE = Symbol("no example");

const INSTANT = "2026-03-14T09:26:53.000Z";
const FORMATS: Readonly<Record<string, string>> = {
  "date-time": INSTANT,
  date: "2026-03-14",
  uri: "https://example.com/file",
  uuid: "0b9f3c52-7d0e-4b1c-9a57-2f6f0a8f1c11",
};
const DEPTH_MAX = 12;

export interface ExampleOptions {
  readonly resolve: Resolve;
  /** Of a body that is sent, fields that may be left out are, unless there is a sample of them. */
  readonly isRequest: boolean;
  /** For fields with the name `id`. */
  readonly id: string;
}

/** A value that the schema allows, the same each time; NONE where none is known. `name` is that of the field. */
export function exampleOf(node: SchemaNode, options: ExampleOptions, name = "", depth = 0): unknown {
  if (depth > DEPTH_MAX) return NONE;
  if (node.$ref !== undefined) {
    const example = exampleOf(options.resolve(node.$ref), options, name, depth + 1);
    const known = options.isRequest ? undefined : COMPONENTS[node.$ref.split("/").at(-1) ?? ""];
    return known === undefined || example === NONE ? example : merged([example, known]);
  }
  const choice = node.anyOf ?? node.oneOf;
  if (choice) return firstKnown(choice.map((one) => () => exampleOf(one, options, name, depth + 1)));
  if (node.allOf) return merged(node.allOf.map((one) => exampleOf(one, options, name, depth + 1)));
  if (node.const !== undefined) return node.const;
  const types = typeof node.type === "string" ? [node.type] : (node.type ?? []);
  const sample = name === "id" ? options.id : Object.hasOwn(SAMPLES, name) ? SAMPLES[name] : undefined;
  if (fits(sample, node, types)) return sample;
  if (node.enum) return node.enum.find((value) => value !== null) ?? null;
  if (node.default !== undefined && node.default !== null) return node.default;
  switch (types.find((type) => type !== "null")) {
    case "object":
      return objectExample(node, options, depth);
    case "array":
      return arrayExample(node, options, name, depth);
    case "string":
      return textExample(node, name);
    case "integer":
    case "number":
      return Math.max(node.minimum ?? 1, Math.min(1, node.maximum ?? 1));
    case "boolean":
      return true;
    default:
      return types.includes("null") ? null : {};
  }
}

function firstKnown(makers: readonly (() => unknown)[]): unknown {
  for (const make of makers) {
    const value = make();
    if (value !== NONE && value !== null) return value;
  }
  return NONE;
}

function merged(parts: readonly unknown[]): unknown {
  return parts.includes(NONE) ? NONE : Object.assign({}, ...parts);
}

function objectExample(node: SchemaNode, options: ExampleOptions, depth: number): unknown {
  const required = node.required ?? [];
  const fields: [string, unknown][] = [];
  for (const [name, schema] of Object.entries(node.properties ?? {})) {
    const isRequired = required.includes(name);
    if (options.isRequest && !isRequired && !Object.hasOwn(SAMPLES, name)) continue;
    const value = exampleOf(schema, options, name, depth + 1);
    if (value !== NONE) fields.push([name, value]);
    else if (isRequired) return NONE;
  }
  return Object.fromEntries(fields);
}

function arrayExample(node: SchemaNode, options: ExampleOptions, name: string, depth: number): unknown {
  const item = node.items ? exampleOf(node.items, options, name.replace(/s$/, ""), depth + 1) : NONE;
  if (item === NONE) return (node.minItems ?? 0) > 0 ? NONE : [];
  return Array.from({ length: Math.max(1, node.minItems ?? 1) }, () => item);
}

/** A field whose name says it all. */
function textExample(node: SchemaNode, name: string): unknown {
  if (node.format !== undefined) return FORMATS[node.format] ?? NONE;
  const text = (name || "text").padEnd(node.minLength ?? 0, ".");
  return fits(text, node, ["string"]) ? text : NONE;
}

/** Whether a sample may stand here, by what the schema says of a single value. */
function fits(value: unknown, node: SchemaNode, types: readonly string[]): boolean {
  if (value === undefined) return false;
  if (node.enum && !node.enum.includes(value)) return false;
  if (Array.isArray(value)) return types.includes("array") && arrayFits(value, node.items);
  if (typeof value === "number") return types.includes("integer") || types.includes("number");
  if (typeof value !== "string" || !types.includes("string") || node.format !== undefined) return false;
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern } = node;
  if (value.length < minLength || value.length > maxLength) return false;
  return pattern === undefined || new RegExp(pattern, "u").test(value);
}

/** Texts stand for texts; a sample of objects is for the one schema that it was made for. */
function arrayFits(values: readonly unknown[], items: SchemaNode | undefined): boolean {
  return values.every((value) =>
    typeof value === "string" ? items?.type === "string" && fits(value, items, ["string"]) : items?.type === "object",
  );
}

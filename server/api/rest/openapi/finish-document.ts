import { newestKinds } from "../../../services/operations";
import { pathParameters } from "../route";
import type { OpenApiDocument } from "./document";
import type { SchemaNode } from "./schema-node";
import { paramsName, resultName } from "./schemas";
import { parameterText } from "./texts";

/**
 * Puts right what the generator cannot know or writes otherwise than JSON Schema: what each kind of operation takes and
 * gives, instants, patterns with flags, and the parts of a path, which are no fields of the body.
 */
export function finishDocument(document: OpenApiDocument): OpenApiDocument {
  nameKinds(document);
  takePathFromBodies(document);
  describeParameters(document);
  return rewrite(document);
}

/** `params` and `result` are any JSON to the schemas; the document says what they are for each kind. */
function nameKinds(document: OpenApiDocument): void {
  const start = propertiesOf(document, "OperationStart", "params");
  start["kind"] = { type: "string", enum: newestKinds.map((kind) => kind.kind) };
  start["params"] = {
    description: "As the kind wants it.",
    anyOf: referencesTo(paramsName),
  };
  propertiesOf(document, "Task", "result")["result"] = {
    description: "As the kind gives it; null until there is one.",
    anyOf: [...referencesTo(resultName), { type: "null" }],
  };
}

function referencesTo(nameOf: (kind: string) => string): { readonly $ref: string }[] {
  const names = new Set(newestKinds.map(({ kind }) => nameOf(kind)));
  return [...names].map((name) => ({ $ref: `#/components/schemas/${name}` }));
}

/** The properties of a component, to be written; one that the generator took for optional, as any JSON is, is not. */
function propertiesOf(document: OpenApiDocument, name: string, required: string): Record<string, unknown> {
  const schema = document.components?.schemas?.[name];
  if (!schema || !("properties" in schema) || !schema.properties) throw new Error(`No component ${name}.`);
  schema.required = [...new Set([...(schema.required ?? []), required])];
  return schema.properties;
}

interface OperationNode {
  readonly parameters?: { readonly name: string; description?: string }[];
  readonly requestBody?: { readonly content: Record<string, { schema: SchemaNode }> };
}

function operationsOf(document: OpenApiDocument): { readonly path: string; readonly operation: OperationNode }[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.values(methods as Record<string, OperationNode>).map((operation) => ({ path, operation })),
  );
}

function takePathFromBodies(document: OpenApiDocument): void {
  for (const { path, operation } of operationsOf(document)) {
    const names = pathParameters(path);
    const body = operation.requestBody?.content["application/json"];
    if (!body || names.length === 0) continue;
    const named = body.schema.$ref?.split("/").at(-1);
    const schema = named ? (document.components?.schemas?.[named] as SchemaNode) : body.schema;
    if (schema.properties) body.schema = withoutProperties(schema, names);
  }
}

function withoutProperties(schema: SchemaNode, names: readonly string[]): SchemaNode {
  const { required = [], properties = {}, ...rest } = schema;
  const left = required.filter((name) => !names.includes(name));
  return {
    ...rest,
    properties: Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name))),
    ...(left.length > 0 && { required: left }),
  };
}

function describeParameters(document: OpenApiDocument): void {
  for (const { operation } of operationsOf(document)) {
    for (const parameter of operation.parameters ?? []) {
      const text = parameterText(parameter.name);
      if (text !== undefined) parameter.description ??= text;
    }
  }
}

/**
 * An instant leaves as text, though a use case may give a Date: the generator writes both ways down. Only the text is
 * left, and null where there may be none. A pattern is the expression alone: JSON Schema reads every one as Unicode.
 */
function rewrite<T>(node: T): T {
  if (Array.isArray(node)) return node.map(rewrite) as T;
  if (typeof node !== "object" || node === null) return node;
  if ("anyOf" in node && Array.isArray(node.anyOf) && node.anyOf[0]?.format === "date-time") {
    const nullable = node.anyOf.some((one: { readonly type?: unknown }) => one.type === "null");
    return { type: nullable ? ["string", "null"] : "string", format: "date-time" } as T;
  }
  return Object.fromEntries(
    Object.entries(node).map(([key, item]) => [
      key,
      key === "pattern" && typeof item === "string" ? item.replace(FLAGS, "") : rewrite(item),
    ]),
  ) as T;
}

/** What is left of a regular expression's end when the generator has taken its first and last slash. */
const FLAGS = /\/[dgimsuvy]+$/;

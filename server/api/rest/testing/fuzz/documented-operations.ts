import type { OpenApiDocument } from "../../openapi";
import type { SchemaNode } from "../../openapi/schema-node";
import { createChecker } from "../schema-checker";
import type { Documented } from "./judge";
import type { DocumentedOperation } from "./random-request";

/** An operation of the document: what to send to it, and what it may answer. */
export interface FuzzedOperation extends DocumentedOperation {
  readonly documented: Documented;
}

interface MediaNode {
  readonly schema?: SchemaNode;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}
interface BodyNode {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, MediaNode>>;
}
interface OperationNode {
  readonly parameters?: DocumentedOperation["parameters"];
  readonly requestBody?: BodyNode;
  readonly responses: Readonly<Record<string, BodyNode>>;
}

/** Every operation of the document, whatever routes there are, and how its references are resolved. */
export function documentedOperations(document: OpenApiDocument): {
  readonly operations: readonly FuzzedOperation[];
  readonly resolve: (reference: string) => SchemaNode;
} {
  const checkerOf = createChecker(document);
  const at = (reference: string): unknown =>
    reference
      .slice(2)
      .split("/")
      .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], document);
  const documentedOf = ({ responses }: OperationNode): Documented =>
    new Map(
      Object.entries(responses).map(([status, given]) => {
        const { content = {} } = given.$ref === undefined ? given : (at(given.$ref) as BodyNode);
        const media = Object.entries(content).map(
          ([type, { schema }]) =>
            [type, schema && type.includes("json") && !type.includes("ndjson") ? checkerOf(schema) : null] as const,
        );
        return [Number(status), new Map(media)];
      }),
    );
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, OperationNode>).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      parameters: operation.parameters ?? [],
      body: bodyOf(operation),
      documented: documentedOf(operation),
    })),
  );
  return { operations, resolve: (reference) => at(reference) as SchemaNode };
}

function bodyOf({ requestBody }: OperationNode): DocumentedOperation["body"] {
  const [[type, media] = []] = Object.entries(requestBody?.content ?? {});
  if (type === undefined || !media) return null;
  const examples = media.examples ? Object.values(media.examples).map(({ value }) => value) : [];
  return {
    type,
    schema: media.schema ?? {},
    examples: media.example === undefined ? examples : [media.example, ...examples],
  };
}

import { newestKinds } from "../../../services/operations";
import type { OpenApiDocument } from "./document";
import { exampleOf, NONE } from "./example-of";
import { BODIES, KIND_PARAMS } from "./samples";
import type { SchemaNode } from "./schema-node";
import { paramsName } from "./schemas";

interface MediaNode {
  readonly schema?: SchemaNode;
  example?: unknown;
  examples?: Readonly<Record<string, unknown>>;
}
interface BodyNode {
  readonly content?: Readonly<Record<string, MediaNode>>;
}
interface OperationNode {
  readonly requestBody?: BodyNode;
  readonly responses: Readonly<Record<string, BodyNode>>;
}

const START = "POST /operations";
/** The first segment of a path, and what the ids of its resources begin with. */
const PREFIXES: Readonly<Record<string, string>> = { devices: "dev", operations: "op", tasks: "task", contents: "con" };

/**
 * Puts an example on each body that is sent or answered. Those of problems and of what is no JSON are there already.
 * What no example is known for stays without.
 */
export function addExamples(document: OpenApiDocument): OpenApiDocument {
  const resolve = (reference: string): SchemaNode =>
    document.components?.schemas?.[reference.split("/").at(-1) ?? ""] as SchemaNode;
  for (const [path, methods] of Object.entries(document.paths ?? {})) {
    const id = `${PREFIXES[path.split("/")[1] ?? ""] ?? "id"}_7k2m9p4q8r3s`;
    for (const [method, operation] of Object.entries(methods as Record<string, OperationNode>)) {
      const signature = `${method.toUpperCase()} ${path}`;
      for (const media of Object.values(operation.requestBody?.content ?? {})) {
        if (signature === START) media.examples = startExamples(resolve);
        else setExample(media, BODIES[signature] ?? media.example ?? make(media, true));
      }
      for (const response of Object.values(operation.responses)) {
        for (const [type, media] of Object.entries(response.content ?? {})) {
          if (type === "application/json" && media.examples === undefined) setExample(media, make(media, false));
        }
      }
    }

    function make({ schema }: MediaNode, isRequest: boolean): unknown {
      return schema ? exampleOf(schema, { resolve, isRequest, id }) : NONE;
    }
  }
  return document;
}

function setExample(media: MediaNode, example: unknown): void {
  if (example !== NONE) media.example = example;
}

/** An operation of each kind. */
function startExamples(resolve: (reference: string) => SchemaNode): Record<string, { readonly value: unknown }> {
  const options = { resolve, isRequest: true, id: "" };
  return Object.fromEntries(
    newestKinds.flatMap(({ kind }) => {
      const params = KIND_PARAMS[kind] ?? exampleOf({ $ref: `#/components/schemas/${paramsName(kind)}` }, options);
      const value = { kind, params, target: { devices: ["IMEI:350000000000001"] }, reference: "ticket-4711" };
      return params === NONE ? [] : [[kind, { value }]];
    }),
  );
}

import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from "@asteasolutions/zod-to-openapi";
import { z } from "zod";
import { newestKinds } from "../../../services/operations";
import type { Scope } from "../../../services/principal";
import { pathParameters, type UseCaseRoute } from "../route";
import { registerOwnPaths } from "./own-paths";
import { responsesOf } from "./responses";
import { nameSchemas, paramsName, resultName } from "./schemas";

const SCOPES: Readonly<Record<Scope, string>> = {
  "operations:read": "Read operations, tasks and their results",
  "operations:write": "Start operations",
  "operations:firmware": "Start operations on firmware and software",
  "operations:destructive": "Start operations that may harm: node.execute, script.run",
  "operations:approve": "Approve or reject operations of others that wait for it",
  "devices:read": "Read devices and their trees",
  "devices:write": "Register devices",
  "devices:credentials": "Give devices credentials",
  "systems:write": "Register External Systems",
  "users:write": "Register users",
  "audit:read": "Read the audit log",
};

const IdempotencyKey = z.object({ "Idempotency-Key": z.string().min(1).max(255).optional() });

export type OpenApiDocument = ReturnType<OpenApiGeneratorV31["generateDocument"]>;

/** The OpenAPI 3.1 document, from the list of routes and the schemas that validate. */
export function openApiDocument(routes: readonly UseCaseRoute[]): OpenApiDocument {
  nameSchemas();
  const registry = new OpenAPIRegistry();
  registry.registerComponent("securitySchemes", "oauth2", {
    type: "oauth2",
    flows: { clientCredentials: { tokenUrl: "/api/v1/oauth/token", scopes: SCOPES } },
  });
  for (const route of routes) registry.registerPath(pathOf(route));
  registerOwnPaths(registry);
  const kindSchemas = newestKinds.flatMap((kind) => [kind.params, kind.result]);
  const definitions = [...registry.definitions, ...kindSchemas.map((schema) => ({ type: "schema" as const, schema }))];
  const document = new OpenApiGeneratorV31(definitions).generateDocument({
    openapi: "3.1.0",
    info: {
      title: "DMWSI",
      version: "1",
      description: "Management of OMA DM devices: start operations, follow them, take their results.",
    },
    servers: [{ url: "/api/v1" }],
    tags: [
      { name: "Credentials" },
      { name: "Devices" },
      { name: "Channels" },
      { name: "Device descriptions" },
      { name: "Operations" },
    ],
  });
  nameKinds(document);
  return writeInstants(document);
}

const METHODS = { GET: "get", POST: "post", PUT: "put", DELETE: "delete" } as const;

function pathOf(route: UseCaseRoute): RouteConfig {
  const names = pathParameters(route.path);
  return {
    method: METHODS[route.method],
    path: route.path,
    operationId: operationIdOf(route),
    tags: [route.tag],
    summary: route.summary,
    description: `Needs the scope \`${route.scope}\`.`,
    security: [{ oauth2: [route.scope] }],
    request: {
      ...(names.length > 0 && { params: z.object(Object.fromEntries(names.map((name) => [name, z.string()]))) }),
      ...(route.method === "POST" && { headers: IdempotencyKey }),
      ...((route.method === "POST" || route.method === "PUT") && {
        body: { required: true, content: { "application/json": { schema: route.input } } },
      }),
      ...queryOf(route, names),
    },
    responses: responsesOf(route),
  };
}

/** What a GET takes besides the parameters of its path. */
function queryOf(route: UseCaseRoute, names: readonly string[]): { readonly query?: z.ZodObject } {
  if (route.method !== "GET" || !(route.input instanceof z.ZodObject)) return {};
  const { rendition } = route;
  const shape = [
    ...Object.entries(route.input.shape).filter(([name]) => !names.includes(name)),
    ...(rendition ? [[rendition.parameter, z.enum([rendition.value]).optional()] as const] : []),
  ];
  return shape.length > 0 ? { query: z.object(Object.fromEntries(shape)) } : {};
}

/** `GET /operations/{id}/tasks` is `getOperationsTasks`; one with an id at its end is `getOperation...ById`. */
function operationIdOf(route: UseCaseRoute): string {
  const words = route.path.split(/[/-]/).filter((part) => part !== "" && !part.startsWith("{"));
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return `${route.method.toLowerCase()}${joined}${route.path.endsWith("}") ? "ById" : ""}`;
}

/** `params` and `result` are any JSON to the schemas; the document says what they are for each kind. */
function nameKinds(document: OpenApiDocument): void {
  const refer = (name: string) => ({ $ref: `#/components/schemas/${name}` });
  const start = propertiesOf(document, "OperationStart");
  start["kind"] = { type: "string", enum: newestKinds.map((kind) => kind.kind) };
  start["params"] = {
    description: "As the kind wants it.",
    anyOf: newestKinds.map((kind) => refer(paramsName(kind.kind))),
  };
  propertiesOf(document, "Task")["result"] = {
    description: "As the kind gives it; null until there is one.",
    anyOf: [...newestKinds.map((kind) => refer(resultName(kind.kind))), { type: "null" }],
  };
}

function propertiesOf(document: OpenApiDocument, name: string): Record<string, unknown> {
  const schema = document.components?.schemas?.[name];
  if (!schema || !("properties" in schema) || !schema.properties) throw new Error(`No component ${name}.`);
  return schema.properties;
}

/**
 * An instant leaves as text, though a use case may give a Date: the generator writes both ways down. Only the text is
 * left, and null where there may be none.
 */
function writeInstants<T>(node: T): T {
  if (Array.isArray(node)) return node.map(writeInstants) as T;
  if (typeof node !== "object" || node === null) return node;
  if ("anyOf" in node && Array.isArray(node.anyOf) && node.anyOf[0]?.format === "date-time") {
    const nullable = node.anyOf.some((one: { readonly type?: unknown }) => one.type === "null");
    return { type: nullable ? ["string", "null"] : "string", format: "date-time" } as T;
  }
  return Object.fromEntries(Object.entries(node).map(([key, item]) => [key, writeInstants(item)])) as T;
}

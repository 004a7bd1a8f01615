import type { OpenAPIRegistry, RouteConfig } from "@asteasolutions/zod-to-openapi";
import { z } from "zod";
import { pathParameters, type UseCaseRoute } from "../route";
import { responsesOf, takesBody } from "./responses";

const IdempotencyKey = {
  "Idempotency-Key": z.string().min(1).max(255).optional().meta({
    description: "Of your own making, a new one for each new wish: sent again, the first answer comes again.",
  }),
};
const IfMatch = {
  "If-Match": z.string().max(20).optional().meta({
    description: "The `ETag` of what was read: nothing is changed when it is another one now.",
  }),
};

/** The same for a route that calls no use case. */
export const IdempotencyKeyHeader = z.object(IdempotencyKey);

/** What the document says of a route that calls a use case. */
export function routeOperation(registry: OpenAPIRegistry, route: UseCaseRoute): RouteConfig {
  const names = pathParameters(route.path);
  return {
    method: route.method.toLowerCase() as RouteConfig["method"],
    path: route.path,
    operationId: operationIdOf(route),
    tags: [route.tag],
    summary: route.summary,
    description: `Needs the scope \`${route.scope}\`.`,
    security: [{ oauth2: [route.scope] }],
    request: {
      ...(names.length > 0 && { params: z.object(Object.fromEntries(names.map((name) => [name, z.string()]))) }),
      ...headersOf(route),
      ...(takesBody(route) && { body: { required: true, content: { "application/json": { schema: route.input } } } }),
      ...queryOf(route, names),
    },
    responses: responsesOf(registry, route),
  };
}

function headersOf({ method, takesRevision }: UseCaseRoute): { readonly headers?: z.ZodObject } {
  const shape = { ...(method === "POST" && IdempotencyKey), ...(takesRevision && IfMatch) };
  return Object.keys(shape).length > 0 ? { headers: z.object(shape) } : {};
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

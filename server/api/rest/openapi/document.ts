import { OpenAPIRegistry, OpenApiGeneratorV31 } from "@asteasolutions/zod-to-openapi";
import { newestKinds } from "../../../services/operations";
import type { UseCaseRoute } from "../route";
import { addExamples } from "./add-examples";
import { finishDocument } from "./finish-document";
import { registerOwnPaths } from "./own-paths";
import { registerHeaders } from "./responses";
import { routeOperation } from "./route-operation";
import { nameSchemas, ProblemView } from "./schemas";
import { INTRODUCTION, SCOPES, tagText } from "./texts";

export type OpenApiDocument = ReturnType<OpenApiGeneratorV31["generateDocument"]>;

/** The OpenAPI 3.1 document, from the list of routes and the schemas that validate. */
export function openApiDocument(routes: readonly UseCaseRoute[]): OpenApiDocument {
  nameSchemas();
  const registry = new OpenAPIRegistry();
  registry.registerComponent("securitySchemes", "oauth2", {
    type: "oauth2",
    flows: { clientCredentials: { tokenUrl: "/api/v1/oauth/token", scopes: SCOPES } },
  });
  registerHeaders(registry);
  for (const route of routes) registry.registerPath(routeOperation(registry, route));
  registerOwnPaths(registry);
  const schemas = [ProblemView, ...newestKinds.flatMap((kind) => [kind.params, kind.result])];
  const definitions = [...registry.definitions, ...schemas.map((schema) => ({ type: "schema" as const, schema }))];
  const tags = new Set(["Credentials", ...routes.map(({ tag }) => tag)]);
  const document = new OpenApiGeneratorV31(definitions).generateDocument({
    openapi: "3.1.0",
    info: {
      title: "DMWSI",
      version: "1",
      description: INTRODUCTION,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/api/v1" }],
    tags: [...tags].map((name) => ({ name, description: tagText(name) })),
  });
  return addExamples(finishDocument(document));
}

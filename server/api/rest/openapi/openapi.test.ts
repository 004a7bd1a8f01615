import { describe, expect, it } from "vitest";
import { newestKinds } from "../../../services/operations";
import { Scope } from "../../../services/principal";
import { routes, useCaseRoutes } from "../routes";
import { openApiDocument } from "./document";

// biome-ignore lint/suspicious/noExplicitAny: the document is looked at as the JSON it is for its readers.
const document: any = JSON.parse(JSON.stringify(openApiDocument(useCaseRoutes)));

// biome-ignore lint/suspicious/noExplicitAny: as above.
function walk(value: any, visit: (node: any, at: string) => void, at = "#"): void {
  if (typeof value !== "object" || value === null) return;
  visit(value, at);
  for (const [key, item] of Object.entries(value)) walk(item, visit, `${at}/${key}`);
}

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  Object.entries(methods as Record<string, any>).map(([method, operation]) => ({ path, method, operation })),
);

describe("the OpenAPI document", () => {
  it("has every route of the server, and none besides", () => {
    const documented = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    expect(documented.sort()).toEqual(routes.map((route) => `${route.method} ${route.path}`).sort());
  });

  it("refers to nothing that is not in it", () => {
    walk(document, (node, at) => {
      if (typeof node.$ref !== "string") return;
      const target = node.$ref
        .slice(2)
        .split("/")
        .reduce((found: Record<string, unknown> | undefined, key: string) => found?.[key] as never, document);
      expect(target, `${at} refers to ${node.$ref}`).toBeDefined();
    });
  });

  it("describes every answer, its body, its request id and its problem types", () => {
    for (const { method, path, operation } of operations) {
      for (const [status, response] of Object.entries<Record<string, never>>(operation.responses)) {
        const at = `${method} ${path} ${status}`;
        expect(response["description"], at).toBeTruthy();
        expect(Object.keys(response["content"] ?? {}).length, at).toBeGreaterThan(0);
        if (Number(status) >= 400 && !path.startsWith("/oauth/")) {
          expect(response["content"]?.["application/problem+json"], at).toBeDefined();
          expect(response["description"], at).toMatch(/urn:dmwsi:problem:/);
        }
      }
    }
  });

  it("names for each route the one scope it needs, out of those that there are", () => {
    for (const route of useCaseRoutes) {
      const operation = document.paths[route.path][route.method.toLowerCase()];
      expect(operation.security).toEqual([{ oauth2: [route.scope] }]);
    }
    const flow = document.components.securitySchemes.oauth2.flows.clientCredentials;
    expect(Object.keys(flow.scopes).sort()).toEqual([...Scope.options].sort());
  });

  it("gives each operation an id of its own and each path parameter a place", () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(operations.length);
    for (const { path, operation } of operations) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const placed = (operation.parameters ?? []).filter((parameter: { in: string }) => parameter.in === "path");
      expect(placed.map((parameter: { name: string }) => parameter.name)).toEqual(named);
    }
  });

  it("says what each kind of operation takes and gives, refuses unknown fields, and writes instants as text", () => {
    const { schemas } = document.components;
    expect(schemas.OperationStart.properties.params.anyOf).toHaveLength(newestKinds.length);
    expect(schemas.OperationStart.additionalProperties).toBe(false);
    expect(schemas.ParameterGetParams.properties.uris.type).toBe("array");
    expect(schemas.Task.properties.result.anyOf).toHaveLength(newestKinds.length + 1);
    expect(schemas.Device.properties.registeredAt).toEqual({ type: "string", format: "date-time" });
    const orNull = { type: ["string", "null"], format: "date-time" };
    expect(schemas.Device.properties.contact.properties.lastContactAt).toEqual(orNull);
    expect(schemas.Operation.properties.completedAt).toEqual(orNull);
    walk(document, (node, at) => expect(Object.keys(node), at).not.toContain("_def"));
  });

  it("takes an Idempotency-Key on every POST but that for tokens", () => {
    for (const { method, path, operation } of operations) {
      if (method !== "post" || path.startsWith("/oauth/")) continue;
      const headers = operation.parameters.filter((parameter: { in: string }) => parameter.in === "header");
      expect(headers.map((parameter: { name: string }) => parameter.name)).toEqual(["Idempotency-Key"]);
    }
  });
});

import { createConfig, lintFromString } from "@redocly/openapi-core";
import { describe, expect, it, vi } from "vitest";
import { newestKinds } from "../../../services/operations";
import { Scope } from "../../../services/principal";
import { routes, useCaseRoutes } from "../routes";
import { createChecker } from "../testing/schema-checker";
import { openApiDocument } from "./document";
import { BODIES } from "./samples";

// The linter and the checker read the whole document, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

// biome-ignore lint/suspicious/noExplicitAny: the document is looked at as the JSON it is for its readers.
const document: any = JSON.parse(JSON.stringify(openApiDocument(useCaseRoutes)));

// biome-ignore lint/suspicious/noExplicitAny: as above.
function walk(value: any, visit: (node: any, at: string) => void, at = "#"): void {
  if (typeof value !== "object" || value === null) return;
  visit(value, at);
  for (const [key, item] of Object.entries(value)) walk(item, visit, `${at}/${key}`);
}

function resolve(reference: string): Record<string, never> {
  return reference
    .slice(2)
    .split("/")
    .reduce((found, key) => found?.[key], document);
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

  it("is right by the rules of Redocly's linter, all of the strict set", async () => {
    const config = await createConfig({ extends: ["recommended-strict"] });
    const found = await lintFromString({ source: JSON.stringify(document), absoluteRef: "openapi.json", config });
    // No device's id is "imports": ids begin with their prefix.
    const isMeant = ({ ruleId, message }: (typeof found)[number]) =>
      ruleId === "no-ambiguous-paths" && message.includes("/devices/imports/{id}");
    const problems = found.filter((problem) => !isMeant(problem));
    expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual([]);
  });

  it("refers to nothing that is not in it", () => {
    walk(document, (node, at) => {
      if (typeof node.$ref !== "string") return;
      expect(resolve(node.$ref), `${at} refers to ${node.$ref}`).toBeDefined();
    });
  });

  it("describes every answer, its body, its request id and its problem types", () => {
    for (const { method, path, operation } of operations) {
      for (const [status, given] of Object.entries<Record<string, never>>(operation.responses)) {
        const response = given["$ref"] ? resolve(given["$ref"]) : given;
        const at = `${method} ${path} ${status}`;
        expect(response["description"], at).toBeTruthy();
        expect(response["headers"], at).toHaveProperty("X-Request-Id");
        if (status !== "204") expect(Object.keys(response["content"] ?? {}).length, at).toBeGreaterThan(0);
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
    expect(schemas.OperationStart.properties.params.anyOf).toHaveLength(
      new Set(newestKinds.map(({ params }) => params)).size,
    );
    expect(schemas.OperationStart.additionalProperties).toBe(false);
    expect(schemas.ParameterGetParams.properties.uris.type).toBe("array");
    expect(schemas.Task.properties.result.anyOf).toHaveLength(
      new Set(newestKinds.map(({ result }) => result)).size + 1,
    );
    expect(schemas.Device.properties.registeredAt).toEqual({ type: "string", format: "date-time" });
    const orNull = { type: ["string", "null"], format: "date-time" };
    expect(schemas.Device.properties.contact.properties.lastContactAt).toEqual(orNull);
    expect(schemas.Operation.properties.completedAt).toEqual(orNull);
    walk(document, (node, at) => expect(Object.keys(node), at).not.toContain("_def"));
  });

  it("has no part of a path in a body, and patterns that are expressions alone", () => {
    for (const { path, operation } of operations) {
      const schema = operation.requestBody?.content["application/json"]?.schema;
      for (const [, name = ""] of path.matchAll(/\{(\w+)\}/g))
        expect(schema?.properties ?? {}).not.toHaveProperty(name);
    }
    walk(document, (node, at) => {
      if (typeof node.pattern === "string") expect(() => new RegExp(node.pattern, "u"), at).not.toThrow();
      expect(String(node.pattern ?? ""), at).not.toMatch(/\/u$/);
    });
  });

  it("gives examples that its own schemas allow, for each kind of operation and each body it can make one for", () => {
    const ajv = createChecker(document);
    let examples = 0;
    walk(document.paths, (node, at) => {
      if (!node.schema || (!("example" in node) && !node.examples)) return;
      const values = node.examples ? Object.values<{ value: unknown }>(node.examples) : [{ value: node.example }];
      const check = ajv(node.schema);
      for (const { value } of values) {
        expect(check(value), `${at} ${JSON.stringify(value)}`).toEqual([]);
        examples += 1;
      }
    });
    expect(examples).toBeGreaterThanOrEqual(operations.length);
    const { examples: starts } = document.paths["/operations"].post.requestBody.content["application/json"];
    const inputOf = (signature: string) =>
      useCaseRoutes.find(({ method, path }) => `${method} ${path}` === signature)?.input;
    for (const { kind } of newestKinds) {
      expect(inputOf("POST /operations")?.safeParse(starts[kind]?.value).error, kind).toBeUndefined();
    }
    for (const [signature, body] of Object.entries(BODIES)) {
      const input = { ...(body as object), ...(signature.includes("{id}") && { id: "x" }) };
      expect(inputOf(signature)?.safeParse(input).error, signature).toBeUndefined();
    }
  });

  it("takes an Idempotency-Key on every POST but those for tokens and octets", () => {
    for (const { method, path, operation } of operations) {
      if (method !== "post" || path.startsWith("/oauth/") || path.startsWith("/uploads/")) continue;
      const headers = operation.parameters.filter((parameter: { in: string }) => parameter.in === "header");
      expect(headers.map((parameter: { name: string }) => parameter.name)).toContain("Idempotency-Key");
    }
  });
});

import type { OpenAPIRegistry } from "@asteasolutions/zod-to-openapi";
import { z } from "zod";
import { MeView, TokenErrorView, TokenView } from "../../../services/external-systems";
import { problemResponses } from "./responses";

const TokenForm = z.object({
  grant_type: z.literal("client_credentials"),
  scope: z.string().optional(),
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
});

/** The routes that call no use case. */
export function registerOwnPaths(registry: OpenAPIRegistry): void {
  const refused = { "application/json": { schema: TokenErrorView } };
  registry.registerPath({
    method: "post",
    path: "/oauth/token",
    operationId: "issueToken",
    tags: ["Credentials"],
    summary: "Get an access token (RFC 6749, client credentials)",
    description: "The client authenticates by HTTP Basic, or by client_id and client_secret in the body; not by both.",
    security: [],
    request: { body: { required: true, content: { "application/x-www-form-urlencoded": { schema: TokenForm } } } },
    responses: {
      200: { description: "A token for ten minutes.", content: { "application/json": { schema: TokenView } } },
      400: { description: "The request is not right.", content: refused },
      401: { description: "The client is unknown, or its secret is not right.", content: refused },
      ...problemResponses(["too-large", "rate-limited", "unavailable", "internal"]),
    },
  });
  registry.registerPath({
    method: "get",
    path: "/me",
    operationId: "readMe",
    tags: ["Credentials"],
    summary: "Who am I, and what may I do?",
    security: [{ oauth2: [] }],
    responses: {
      200: { description: "Done.", content: { "application/json": { schema: MeView } } },
      ...problemResponses(["invalid-request", "unauthenticated", "unavailable", "internal"]),
    },
  });
  registry.registerPath({
    method: "get",
    path: "/openapi.json",
    operationId: "readOpenApi",
    tags: ["Credentials"],
    summary: "This document",
    security: [],
    responses: {
      200: { description: "Done.", content: { "application/json": { schema: { type: "object" } } } },
      ...problemResponses(["invalid-request", "internal"]),
    },
  });
}

import type { OpenAPIRegistry } from "@asteasolutions/zod-to-openapi";
import { z } from "zod";
import { PublishedKeysView } from "../../../services/events";
import { MeView, TokenErrorView, TokenView } from "../../../services/external-systems";
import { ASSERTION_TYPE } from "../oauth-client";
import { registerImportPaths } from "./import-paths";
import { headerReferences, problemResponses } from "./responses";
import { registerUploadPaths } from "./upload-paths";

const CLIENT_FORM = {
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
  client_assertion_type: z.literal(ASSERTION_TYPE).optional(),
  client_assertion: z.string().optional(),
};
const TokenForm = z.object({
  grant_type: z.literal("client_credentials"),
  scope: z.string().optional(),
  ...CLIENT_FORM,
});
const RevocationForm = z.object({ token: z.string(), token_type_hint: z.string().optional(), ...CLIENT_FORM });

/** The routes that call no use case. */
export function registerOwnPaths(registry: OpenAPIRegistry): void {
  registerClientPaths(registry);
  registerUploadPaths(registry);
  registerImportPaths(registry);
  registry.registerPath({
    method: "get",
    path: "/me",
    operationId: "readMe",
    tags: ["Credentials"],
    summary: "Who am I, and what may I do?",
    security: [{ oauth2: [] }],
    responses: {
      200: {
        description: "Done.",
        headers: headerReferences("X-Request-Id", "RateLimit-Policy", "RateLimit"),
        content: { "application/json": { schema: MeView } },
      },
      ...problemResponses(registry, ["invalid-request", "unauthenticated", "rate-limited", "unavailable", "internal"]),
    },
  });
  registry.registerPath({
    method: "get",
    path: "/.well-known/jwks.json",
    operationId: "readSigningKeysOfEvents",
    tags: ["Events"],
    summary: "The keys that events are signed with; at the origin too",
    security: [],
    responses: {
      200: {
        description: "Done.",
        headers: headerReferences("X-Request-Id"),
        content: { "application/json": { schema: PublishedKeysView } },
      },
      ...problemResponses(registry, ["invalid-request", "unavailable", "internal"]),
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
      200: {
        description: "Done.",
        headers: headerReferences("X-Request-Id"),
        content: { "application/json": { schema: { type: "object" } } },
      },
      ...problemResponses(registry, ["invalid-request", "internal"]),
    },
  });
}

/** What a client asks for in its own name, before it has a token. */
function registerClientPaths(registry: OpenAPIRegistry): void {
  const refused = { "application/json": { schema: TokenErrorView } };
  const description =
    "The client authenticates in one way: HTTP Basic, client_id and client_secret, client_assertion (private_key_jwt), or client_id and the certificate of the connection.";
  const refusals = {
    400: { description: "The request is not right.", headers: headerReferences("X-Request-Id"), content: refused },
    401: {
      description: "The client is unknown, or its proof is not right.",
      headers: headerReferences("X-Request-Id", "WWW-Authenticate"),
      content: refused,
    },
    ...problemResponses(registry, ["too-large", "rate-limited", "unavailable", "internal"]),
  };
  registry.registerPath({
    method: "post",
    path: "/oauth/token",
    operationId: "issueToken",
    tags: ["Credentials"],
    summary: "Get an access token (RFC 6749, client credentials)",
    description,
    security: [],
    request: { body: { required: true, content: { "application/x-www-form-urlencoded": { schema: TokenForm } } } },
    responses: {
      200: {
        description: "A token for ten minutes.",
        headers: headerReferences("X-Request-Id"),
        content: { "application/json": { schema: TokenView } },
      },
      ...refusals,
    },
  });
  registry.registerPath({
    method: "post",
    path: "/oauth/revoke",
    operationId: "revokeToken",
    tags: ["Credentials"],
    summary: "Give an access token back (RFC 7009)",
    description,
    security: [],
    request: { body: { required: true, content: { "application/x-www-form-urlencoded": { schema: RevocationForm } } } },
    responses: {
      200: {
        description: "It works no longer, if it ever did.",
        headers: headerReferences("X-Request-Id"),
        content: { "application/json": { schema: z.object({}) } },
      },
      ...refusals,
    },
  });
}

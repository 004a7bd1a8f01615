import type { OpenAPIRegistry, ResponseConfig } from "@asteasolutions/zod-to-openapi";
import { z } from "zod";
import { UploadView } from "../../../services/contents";
import { headerReferences, problemResponses } from "./responses";

const Token = z.object({ token: z.string() });
const Version = z.object({ "Tus-Resumable": z.literal("1.0.0") });
const Appended = Version.extend({
  "Upload-Offset": z.string().regex(/^\d{1,15}$/),
  "X-HTTP-Method-Override": z.literal("PATCH").optional(),
});
const OCTETS = { "application/offset+octet-stream": { schema: { type: "string" as const, format: "binary" } } };
const NO_METHOD: ResponseConfig = {
  description: "`urn:dmwsi:problem:invalid-request`: Without `X-HTTP-Method-Override: PATCH` there is no POST here.",
  headers: headerReferences("X-Request-Id"),
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};
const NOT_AN_ANSWER = "Nothing is in it but its headers.";

/** Where the octets of a content are sent: tus 1.0 without its creation. */
export function registerUploadPaths(registry: OpenAPIRegistry): void {
  const shared = { path: "/uploads/{token}", tags: ["Contents"], security: [] };
  const common = problemResponses(registry, ["invalid-request", "not-found", "unavailable", "internal"]);
  const refusals = {
    ...common,
    410: ended(410, "The upload is over."),
    ...problemResponses(registry, ["precondition-failed"]),
    423: ended(423, "Another request writes it just now."),
  };
  const ofOctets = {
    409: ended(409, "The upload goes on at another offset: `Upload-Offset` says where."),
    ...problemResponses(registry, ["too-large", "unsupported-media-type", "storage-full"]),
  };
  const taken = { 204: empty(`The octets are safe. ${NOT_AN_ANSWER}`) };
  const status = {
    description: "Where the upload goes on.",
    headers: headerReferences("X-Request-Id", "Upload-Offset", "Tus-Resumable"),
    content: { "application/json": { schema: UploadView } },
  };
  registry.registerPath({
    ...shared,
    method: "get",
    operationId: "readUpload",
    summary: "Where does the upload go on? HEAD is how tus asks",
    request: { params: Token },
    responses: { 200: status, ...common, 410: refusals[410] },
  });
  registry.registerPath({
    ...shared,
    method: "patch",
    operationId: "continueUpload",
    summary: "Send octets of a content, from where the upload ended (tus 1.0)",
    description: "The address is the permission: no token is asked for. It is in `upload.url` of the content.",
    request: {
      params: Token,
      headers: Appended.omit({ "X-HTTP-Method-Override": true }),
      body: { required: true, content: OCTETS },
    },
    responses: { ...taken, ...refusals, ...ofOctets },
  });
  registry.registerPath({
    ...shared,
    method: "post",
    operationId: "continueUploadByPost",
    summary: "The same where what stands between knows no PATCH",
    request: { params: Token, headers: Appended, body: { required: true, content: OCTETS } },
    responses: { ...taken, ...refusals, 405: NO_METHOD, ...ofOctets },
  });
  registry.registerPath({
    ...shared,
    method: "delete",
    operationId: "abandonUpload",
    summary: "Give an upload up",
    request: { params: Token, headers: Version },
    responses: { 204: empty(`It is rejected now. ${NOT_AN_ANSWER}`), ...refusals },
  });
  registry.registerPath({
    ...shared,
    method: "options",
    operationId: "readUploadProtocol",
    summary: "What of tus is spoken",
    request: { params: Token },
    responses: {
      204: empty(`\`Tus-Version\`, \`Tus-Extension\` and \`Tus-Max-Size\`. ${NOT_AN_ANSWER}`),
      ...problemResponses(registry, ["not-found", "internal"]),
    },
  });
}

function empty(description: string): ResponseConfig {
  return { description, headers: headerReferences("X-Request-Id", "Upload-Offset", "Tus-Resumable") };
}

function ended(status: number, text: string): ResponseConfig {
  const problem = { type: "urn:dmwsi:problem:state-conflict", title: "Not in this state", status, detail: text };
  return {
    description: `\`urn:dmwsi:problem:state-conflict\`: ${text}`,
    headers: headerReferences("X-Request-Id", "Upload-Offset", "Tus-Resumable"),
    content: {
      "application/problem+json": {
        schema: { $ref: "#/components/schemas/Problem" },
        example: { ...problem, instance: "5f0c2f1d9a6b4c7e8d3a1b20" },
      },
    },
  };
}

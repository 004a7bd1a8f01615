import type { OpenAPIRegistry } from "@asteasolutions/zod-to-openapi";
import { ImportView } from "../../../services/device-imports";
import { CSV_TYPE, IMPORTS_PATH } from "../import-endpoint";
import { headerReferences, problemResponses } from "./responses";
import { IdempotencyKeyHeader } from "./route-operation";

const COLUMNS =
  "`devId`, and any of `manufacturer`, `model`, `msisdn`, `imsi`, `timeZone`, `tags`, `channels` (both parted by `;`, a channel is `kind` or `kind=address`), `clientType`, `clientUsername`, `clientSecret`, `clientThumbprint`, `serverType`, `serverName`, `serverSecret`";

/** `POST /devices/imports`, which reads its body as it comes. */
export function registerImportPaths(registry: OpenAPIRegistry): void {
  registry.registerPath({
    method: "post",
    path: IMPORTS_PATH,
    operationId: "postDevicesImports",
    tags: ["Devices"],
    summary: "Register the devices of a CSV file; lines whose device is there already change nothing",
    description: `Needs the scope \`devices:write\`. The first line names the columns: ${COLUMNS}. At most 5,000,000 lines and 512 MiB.`,
    security: [{ oauth2: ["devices:write"] }],
    request: {
      headers: IdempotencyKeyHeader,
      body: {
        required: true,
        content: {
          [CSV_TYPE]: {
            schema: { type: "string" },
            example: "devId,model,tags\nIMEI:350000000000001,R5,pilot;vienna\n",
          },
        },
      },
    },
    responses: {
      202: {
        description: "The file is here; its lines are registered after this answer.",
        headers: headerReferences("X-Request-Id", "RateLimit-Policy", "RateLimit", "Location", "Idempotency-Replayed"),
        content: { "application/json": { schema: ImportView } },
      },
      ...problemResponses(registry, [
        "invalid-request",
        "idempotency-key-required",
        "unauthenticated",
        "insufficient-scope",
        "state-conflict",
        "conflict",
        "idempotency-in-progress",
        "unsupported-media-type",
        "invalid-field",
        "idempotency-key-reused",
        "rate-limited",
        "unavailable",
        "internal",
      ]),
    },
  });
}

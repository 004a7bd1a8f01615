import { receiveImport } from "../../services/device-imports";
import type { Scope } from "../../services/principal";
import type { CallContext } from "../../services/use-case";
import { type Answer, jsonAnswer } from "./answer";
import { idempotencyKeyOf } from "./idempotency";
import { HttpProblem, insufficientScope, unauthenticated } from "./problem";
import { refuseQuery } from "./query";
import type { OwnRequest, OwnRoute } from "./route";
import { uploadBodyOf } from "./upload-body";
import { BASE_PATH } from "./use-case-answer";

/** Where a CSV of devices is sent. */
export const IMPORTS_PATH = "/devices/imports";
export const CSV_TYPE = "text/csv";
const SCOPE: Scope = "devices:write";

/** `POST /devices/imports`: a CSV, as long as it may be, read as it comes. */
export const importRoute: OwnRoute = {
  kind: "own",
  method: "POST",
  path: IMPORTS_PATH,
  authenticated: true,
  isBulk: true,
  async answer(own) {
    const context = contextOf(own);
    const { headers } = own.request;
    refuseQuery(own.query);
    if (!/^text\/csv\s*(?:;\s*charset="?utf-8"?\s*)?$/i.test(headers["content-type"] ?? "")) {
      throw new HttpProblem("unsupported-media-type", "Send text/csv in UTF-8, its first line naming the columns.");
    }
    if ((headers["content-encoding"] ?? "identity") !== "identity") {
      throw new HttpProblem("unsupported-media-type", "Send the body without a content coding.");
    }
    const key = idempotencyKeyOf(headers["idempotency-key"]);
    if (key === null && context.principal.idempotencyKeyRequired) {
      throw new HttpProblem("idempotency-key-required", "Send an Idempotency-Key, a new one for each new wish.");
    }
    try {
      return answerOf(await receiveImport(context, key, uploadBodyOf(own.request).octets));
    } catch (error) {
      throw problemOfImport(error);
    }
  },
};

function contextOf({ principal, requestId, sourceAddress, database, sealer, channels }: OwnRequest): CallContext {
  if (!principal) throw unauthenticated("Send an access token.");
  if (!principal.scopes.has(SCOPE))
    throw insufficientScope(
      `This needs the scope ${SCOPE}. Get a token with it, or ask an administrator for it.`,
      SCOPE,
    );
  return { principal, requestId, sourceAddress, database, sealer, channels };
}

function answerOf({ view, isReplay }: Awaited<ReturnType<typeof receiveImport>>): Answer {
  const location = `${BASE_PATH}${IMPORTS_PATH}/${view.id}`;
  return jsonAnswer(202, view, { Location: location, ...(isReplay && { "Idempotency-Replayed": "true" }) });
}

function problemOfImport(error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  if (error.name === "UploadError")
    return new HttpProblem("invalid-request", "The body ended before its end. Send it again.");
  if (error.name !== "ImportKeyError") return error;
  if (error.code === "KEY_REUSED") {
    return new HttpProblem("idempotency-key-reused", "This key belongs to another file. Use a new key.");
  }
  return new HttpProblem("idempotency-in-progress", "The file with this key is still coming in.", {
    headers: { "Retry-After": "1" },
  });
}

import type { IncomingMessage } from "node:http";
import type { UploadError, UploadErrorCode, UploadStatus } from "../../services/contents";
import { type Answer, emptyAnswer, jsonAnswer } from "./answer";
import { HttpProblem, notFound, type ProblemSlug } from "./problem";
import { refuseQuery } from "./query";
import type { OwnRequest, OwnRoute } from "./route";
import { uploadBodyOf } from "./upload-body";

/** The version of tus that is spoken, with the extensions beside it. [tus 1.0.0] */
const TUS_VERSION = "1.0.0";
const TUS_EXTENSIONS = "termination,expiration";
const FILE_OCTETS_MAX = 4_294_967_296;
const OCTETS_TYPE = "application/offset+octet-stream";
const PATH = "/uploads/{token}";
/** Those that need nothing beside them. */
const METHODS = "OPTIONS, GET, HEAD, PATCH, DELETE";

/**
 * Where the octets of a content are uploaded: tus 1.0 without its creation, which is `POST /contents`. The address is the
 * permission: it is not to be guessed, and is shown only to whoever began the upload.
 */
export const uploadRoutes: readonly OwnRoute[] = [
  ownRoute("OPTIONS", async () =>
    emptyAnswer({
      "Tus-Resumable": TUS_VERSION,
      "Tus-Version": TUS_VERSION,
      "Tus-Extension": TUS_EXTENSIONS,
      "Tus-Max-Size": String(FILE_OCTETS_MAX),
    }),
  ),
  ownRoute("GET", (own) => answerAs(own.request.method === "HEAD" ? "HEAD" : "GET", own)),
  ownRoute("PATCH", (own) => answerAs("PATCH", own)),
  ownRoute("DELETE", (own) => answerAs("DELETE", own)),
  // What stands between may know fewer methods than tus does.
  ownRoute("POST", (own) => answerAs(String(own.request.headers["x-http-method-override"] ?? "POST"), own)),
];

function ownRoute(method: OwnRoute["method"], answer: OwnRoute["answer"]): OwnRoute {
  return { kind: "own", method, path: PATH, authenticated: false, answer };
}

async function answerAs(method: string, own: OwnRequest): Promise<Answer> {
  refuseQuery(own.query);
  if (method !== "GET") checkVersion(own.request);
  const token = own.parameters["token"] ?? "";
  try {
    switch (method) {
      case "HEAD":
      case "GET": {
        const status = await own.uploads.status(token);
        const { offset, length } = status;
        return jsonAnswer(
          200,
          { offset, length, expiresAt: status.expiresAt?.toISOString() ?? null },
          headersOf(status),
        );
      }
      case "PATCH":
        return emptyAnswer(headersOf(await append(own, token)));
      case "DELETE":
        await own.uploads.abandon(token, own);
        return emptyAnswer({ "Tus-Resumable": TUS_VERSION });
      default:
        throw new HttpProblem("invalid-request", "There is no POST here but with X-HTTP-Method-Override: PATCH.", {
          status: 405,
          headers: { Allow: METHODS },
        });
    }
  } catch (error) {
    throw problemOfUpload(error);
  }
}

function append({ request, uploads }: OwnRequest, token: string): Promise<UploadStatus> {
  const { headers } = request;
  if (headers["content-type"]?.toLowerCase() !== OCTETS_TYPE) {
    throw new HttpProblem("unsupported-media-type", `Send the octets as ${OCTETS_TYPE}.`);
  }
  if ((headers["content-encoding"] ?? "identity") !== "identity") {
    throw new HttpProblem("unsupported-media-type", "Send the octets as they are, without a content encoding.");
  }
  const offset = headers["upload-offset"];
  if (typeof offset !== "string" || !/^\d{1,15}$/.test(offset)) {
    throw new HttpProblem(
      "invalid-request",
      "Send Upload-Offset, where in the file the octets begin: GET of this address says where.",
    );
  }
  return uploads.append(token, Number(offset), uploadBodyOf(request));
}

function checkVersion({ headers }: IncomingMessage): void {
  if (headers["tus-resumable"] === TUS_VERSION) return;
  throw new HttpProblem("precondition-failed", `Tus-Resumable has to be ${TUS_VERSION}.`, {
    headers: { "Tus-Version": TUS_VERSION },
  });
}

function headersOf({ offset, length, expiresAt }: UploadStatus): Record<string, string> {
  return {
    "Tus-Resumable": TUS_VERSION,
    "Upload-Offset": String(offset),
    "Upload-Length": String(length),
    ...(expiresAt && { "Upload-Expires": expiresAt.toUTCString() }),
  };
}

/** `UNKNOWN` says what every unknown address is told. */
const PROBLEM_OF: Readonly<Record<Exclude<UploadErrorCode, "UNKNOWN">, { slug: ProblemSlug; status: number }>> = {
  OVER: { slug: "state-conflict", status: 410 },
  LOCKED: { slug: "state-conflict", status: 423 },
  OFFSET: { slug: "state-conflict", status: 409 },
  TOO_LONG: { slug: "too-large", status: 413 },
  FULL: { slug: "storage-full", status: 507 },
  CUT: { slug: "invalid-request", status: 400 },
};

function problemOfUpload(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== "UploadError") return error;
  const { code, message, offset } = error as UploadError;
  if (code === "UNKNOWN") return notFound();
  const { slug, status } = PROBLEM_OF[code];
  const headers = { "Tus-Resumable": TUS_VERSION, ...(offset !== null && { "Upload-Offset": String(offset) }) };
  return new HttpProblem(slug, message, { status, headers });
}

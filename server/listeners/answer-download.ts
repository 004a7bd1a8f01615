import type { IncomingMessage, ServerResponse } from "node:http";
import type { Log } from "../log";
import {
  type DeviceAnswerOptions,
  headerRefusal,
  pathOf,
  refuse,
  send,
  sendFailure,
  TOO_LARGE,
} from "./device-answers";
import {
  type DownloadRequests,
  downloadPath,
  methodsOf,
  type PlainAnswer,
  REPORT_OCTETS_MAX,
} from "./download-requests";
import { readBody } from "./read-body";

interface AnswerDownloadOptions extends DeviceAnswerOptions {
  readonly log: Log;
}

/** Answers one request below /dl/: the same bounds as for a message, whatever its Content-Type. */
export async function answerDownload(
  options: AnswerDownloadOptions,
  downloads: DownloadRequests,
  request: IncomingMessage,
  response: ServerResponse,
  asksFirst: boolean,
): Promise<void> {
  const path = downloadPath(pathOf(request));
  if (!path) return refuse(options, request, response, { status: 404, bound: "path" });
  const methods = methodsOf(path);
  if (!methods.includes(request.method ?? "")) {
    return refuse(options, request, response, { status: 405, bound: "method", headers: { Allow: methods.join(", ") } });
  }
  const refusal = headerRefusal(request, options, REPORT_OCTETS_MAX);
  if (refusal) return refuse(options, request, response, refusal);
  if (asksFirst) response.writeContinue();
  const body = await readBody(request, REPORT_OCTETS_MAX);
  if (body.kind === "cut") return;
  if (body.kind === "too_large") return refuse(options, request, response, TOO_LARGE);
  try {
    const answer =
      path.part === "notify"
        ? await downloads.report(path.token, body.octets)
        : await downloads.get(request, response, path);
    if (answer) await answerPlainly(options, request, response, answer);
  } catch (error) {
    options.log[options.isTemporary(error) ? "warn" : "error"]("dl.failed", { error });
    sendFailure(options, response, error);
  }
}

async function answerPlainly(
  options: AnswerDownloadOptions,
  request: IncomingMessage,
  response: ServerResponse,
  { status, bound, headers = {}, contentType = "text/plain; charset=utf-8", octets = NOTHING }: PlainAnswer,
): Promise<void> {
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  if (bound !== undefined) return refuse(options, request, response, { status, bound, headers });
  send(response, status, contentType, octets, headers);
}

const NOTHING = new Uint8Array();

import type { IncomingMessage, ServerResponse } from "node:http";
import { discardBody } from "../../listeners";
import type { EventTextsPage } from "../../services/events";
import { type HttpProblem, PROBLEMS } from "./problem";

/** An answer before it is written. `body` is text as it goes out. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

const JSON_TYPE = "application/json";
const PROBLEM_TYPE = "application/problem+json";
/** A refused body up to this long is read to its end, so that its sender sees the answer. */
const DISCARDED_OCTETS_MAX = 2_097_152;

export function jsonAnswer(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, contentType: JSON_TYPE, body: JSON.stringify(value), headers };
}

/** A page of a feed, whose items are JSON text already. */
export function feedAnswer({ items, next }: EventTextsPage, headers: Readonly<Record<string, string>>): Answer {
  const body = `{"items":[${items.join(",")}],"next":${JSON.stringify(next)}}`;
  return { status: 200, contentType: JSON_TYPE, body, headers };
}

export function emptyAnswer(headers: Readonly<Record<string, string>>): Answer {
  return { status: 204, contentType: "", body: "", headers };
}

export function textAnswer(contentType: string, text: string): Answer {
  return { status: 200, contentType, body: text, headers: {} };
}

/** RFC 9457. `instance` is the request's id. */
export function problemAnswer(problem: HttpProblem, requestId: string): Answer {
  const { slug, status, errors, headers } = problem;
  const body = {
    type: `urn:dmwsi:problem:${slug}`,
    title: PROBLEMS[slug].title,
    status,
    detail: problem.message,
    instance: requestId,
    ...(errors.length > 0 && { errors }),
  };
  return { status, contentType: PROBLEM_TYPE, body: JSON.stringify(body), headers };
}

/** Writes the answer. What the sender still has to say is heard, within bounds, or the connection is closed. */
export async function writeAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  requestId: string,
): Promise<void> {
  if (!request.complete) await discardBody(request, DISCARDED_OCTETS_MAX);
  // Gone, or refused by the listener since its body did not come.
  if (response.destroyed || response.headersSent) return;
  // RFC 9110 8.6: an answer without content has no length.
  const hasContent = answer.status !== 204;
  response.writeHead(answer.status, {
    ...(hasContent && { "Content-Type": answer.contentType, "Content-Length": Buffer.byteLength(answer.body) }),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Request-Id": requestId,
    ...(request.complete ? {} : { Connection: "close" }),
    ...answer.headers,
  });
  response.end(answer.body);
}

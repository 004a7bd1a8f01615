import type { ResponseConfig } from "@asteasolutions/zod-to-openapi";
import { PROBLEMS, type ProblemSlug } from "../problem";
import { pathParameters, type UseCaseRoute } from "../route";
import { ProblemView } from "./schemas";

const text = { schema: { type: "string" as const } };
const REQUEST_ID = { "X-Request-Id": { ...text, description: "Id of this request, for questions about it." } };
const RATE = {
  "RateLimit-Policy": {
    ...text,
    description: "How often this credential may ask: `q` requests at once, `w` s for all.",
  },
  RateLimit: { ...text, description: "What is left of it: `r` requests now, all of them in `t` seconds." },
};

/** Problems that any request with a token may be answered with. */
const ALWAYS: readonly ProblemSlug[] = [
  "invalid-request",
  "unauthenticated",
  "insufficient-scope",
  "rate-limited",
  "unavailable",
  "internal",
];
const OF_WRITES: readonly ProblemSlug[] = [
  "invalid-field",
  "idempotency-key-reused",
  "idempotency-in-progress",
  "too-large",
  "unsupported-media-type",
];

/** Every answer a route may give, by status. */
export function responsesOf(route: UseCaseRoute): Record<string, ResponseConfig> {
  const slugs = [
    ...ALWAYS,
    ...(pathParameters(route.path).length > 0 ? (["not-found"] as const) : []),
    ...(route.method === "POST" || route.method === "PUT" ? OF_WRITES : []),
    ...route.problems,
  ];
  return { [route.status]: success(route), ...problemResponses(slugs) };
}

function success(route: UseCaseRoute): ResponseConfig {
  const headers = {
    ...REQUEST_ID,
    ...RATE,
    ...(route.location && { Location: { ...text, description: "URL of what was made." } }),
    ...(route.method === "POST" && {
      "Idempotency-Replayed": { ...text, description: "`true` on an answer that is given again for the same key." },
    }),
    ...("next" in shapeOf(route) && {
      Link: { ...text, description: 'URL of the next page, with `rel="next"`; absent on the last.' },
    }),
  };
  return {
    description: DESCRIPTIONS[route.status],
    headers,
    content: {
      "application/json": { schema: route.output },
      ...(route.rendition && { [route.rendition.contentType]: text }),
    },
  };
}

const DESCRIPTIONS: Readonly<Record<UseCaseRoute["status"], string>> = {
  200: "Done.",
  201: "Made.",
  202: "Accepted: it goes on after this answer.",
};

function shapeOf(route: UseCaseRoute): object {
  return "shape" in route.output && typeof route.output.shape === "object" && route.output.shape !== null
    ? route.output.shape
    : {};
}

/** One response for each status, naming the problem types that have it. */
export function problemResponses(slugs: readonly ProblemSlug[]): Record<string, ResponseConfig> {
  const statuses = new Set(slugs.map((slug) => PROBLEMS[slug].status));
  return Object.fromEntries(
    [...statuses].map((status) => {
      const types = slugs.filter((slug) => PROBLEMS[slug].status === status);
      const description = types.map((slug) => `\`urn:dmwsi:problem:${slug}\`: ${PROBLEMS[slug].title}.`).join(" ");
      const headers = {
        ...REQUEST_ID,
        ...(RETRYABLE.has(status) && { "Retry-After": { ...text, description: "Seconds to wait." } }),
        ...((status === 401 || status === 403) && { "WWW-Authenticate": { ...text, description: "RFC 6750." } }),
      };
      return [status, { description, headers, content: { "application/problem+json": { schema: ProblemView } } }];
    }),
  );
}

const RETRYABLE: ReadonlySet<number> = new Set([409, 429, 503]);

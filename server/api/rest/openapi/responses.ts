import type { OpenAPIRegistry, ResponseConfig } from "@asteasolutions/zod-to-openapi";
import { PROBLEMS, type ProblemSlug } from "../problem";
import { pathParameters, type UseCaseRoute } from "../route";

/** Headers that answers share, by the names of their components. */
const HEADERS = {
  "X-Request-Id": "Id of this request, for questions about it.",
  "RateLimit-Policy": "How often this credential may ask: `q` requests at once, `w` s for all.",
  RateLimit: "What is left of it: `r` requests now, all of them in `t` seconds.",
  "Retry-After": "Seconds to wait.",
  "WWW-Authenticate": "What is missing (RFC 6750).",
  "Idempotency-Replayed": "`true` on an answer that is given again for the same key.",
  Location: "URL of what was made.",
  ETag: "The revision of what is answered; `If-Match` gives it back.",
  "Upload-Offset": "Octets of the upload that are safe.",
  "Tus-Resumable": "The version of tus that is spoken: 1.0.0.",
  Link: 'URL of the next page, with `rel="next"`; absent on the last.',
} as const;
type HeaderName = keyof typeof HEADERS;
type HeaderReferences = Record<string, { readonly $ref: string }>;

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

export function registerHeaders(registry: OpenAPIRegistry): void {
  for (const [name, description] of Object.entries(HEADERS)) {
    registry.registerComponent("headers", name, { description, schema: { type: "string" } });
  }
}

export function headerReferences(...names: readonly HeaderName[]): HeaderReferences {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** Every answer a route may give, by status. */
export function responsesOf(registry: OpenAPIRegistry, route: UseCaseRoute): Record<string, ResponseConfig> {
  const slugs = [
    ...ALWAYS,
    ...(pathParameters(route.path).length > 0 ? (["not-found"] as const) : []),
    ...(takesBody(route) ? OF_WRITES : []),
    ...(route.method === "POST" ? (["idempotency-key-required"] as const) : []),
    ...(route.takesRevision ? (["precondition-failed"] as const) : []),
    ...route.problems,
  ];
  return { [route.status]: success(route), ...problemResponses(registry, slugs) };
}

export function takesBody({ method }: UseCaseRoute): boolean {
  return method !== "GET" && method !== "DELETE";
}

function success(route: UseCaseRoute): ResponseConfig {
  return {
    description: DESCRIPTIONS[route.status],
    headers: headerReferences(
      "X-Request-Id",
      "RateLimit-Policy",
      "RateLimit",
      ...(route.location === null ? [] : (["Location"] as const)),
      ...(route.method === "POST" ? (["Idempotency-Replayed"] as const) : []),
      ...(route.method === "GET" && "next" in shapeOf(route) ? (["Link"] as const) : []),
      ...(route.method !== "DELETE" && "revision" in shapeOf(route) ? (["ETag"] as const) : []),
    ),
    content: {
      "application/json": { schema: route.output },
      ...(route.rendition && { [route.rendition.contentType]: { schema: { type: "string" } } }),
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

/** One response for each status, naming the problem types that have it: a component, since many routes have the same. */
export function problemResponses(
  registry: OpenAPIRegistry,
  slugs: readonly ProblemSlug[],
): Record<string, ResponseConfig> {
  const statuses = [...new Set(slugs.map((slug) => PROBLEMS[slug].status))];
  return Object.fromEntries(
    statuses.map((status) => {
      const types = [...new Set(slugs)].filter((slug) => PROBLEMS[slug].status === status).sort();
      const name = types.map(pascal).join("Or");
      registry.registerComponent("responses", name, problemResponse(status, types));
      // The generator passes a reference through; its type of a response does not know that.
      return [status, { $ref: `#/components/responses/${name}` } as unknown as ResponseConfig];
    }),
  );
}

function problemResponse(status: number, types: readonly ProblemSlug[]) {
  const examples = Object.fromEntries(types.map((slug) => [slug, { value: problemExample(slug) }]));
  return {
    description: types.map((slug) => `\`urn:dmwsi:problem:${slug}\`: ${PROBLEMS[slug].title}.`).join(" "),
    headers: headerReferences(
      "X-Request-Id",
      ...(status === 401 ? [] : (["RateLimit-Policy", "RateLimit"] as const)),
      ...(RETRYABLE.has(status) ? (["Retry-After"] as const) : []),
      ...(REMEMBERED.has(status) ? (["Idempotency-Replayed"] as const) : []),
      ...(status === 401 || status === 403 ? (["WWW-Authenticate"] as const) : []),
    ),
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" }, examples } },
  };
}

const RETRYABLE: ReadonlySet<number> = new Set([409, 429, 503]);
const REMEMBERED: ReadonlySet<number> = new Set([409, 422]);

function problemExample(slug: ProblemSlug) {
  const { title, status } = PROBLEMS[slug];
  const problem = { type: `urn:dmwsi:problem:${slug}`, title, status, detail: `${title}.`, instance: REQUEST_EXAMPLE };
  const error = { pointer: "/params", code: "invalid_type", detail: "It has to be an object." };
  return slug === "invalid-field" ? { ...problem, errors: [error] } : problem;
}

const REQUEST_EXAMPLE = "5f0c2f1d9a6b4c7e8d3a1b20";

function pascal(slug: string): string {
  return slug
    .split("-")
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");
}

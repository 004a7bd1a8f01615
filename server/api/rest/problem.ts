import { isDatabaseGone } from "../../db/database-errors";
import { asServiceError, type FieldError, type ServiceErrorCode } from "../../services/errors";

/** The stable part of a problem: `type` is `urn:dmwsi:problem:<slug>`. New ones may come, none ever goes. */
export const PROBLEMS = {
  "invalid-request": { status: 400, title: "The request cannot be understood" },
  "invalid-field": { status: 422, title: "A field of the body is not right" },
  unauthenticated: { status: 401, title: "No valid access token" },
  "insufficient-scope": { status: 403, title: "The access token does not allow this" },
  "not-found": { status: 404, title: "Not found" },
  conflict: { status: 409, title: "It exists already" },
  "state-conflict": { status: 409, title: "Not in this state" },
  "content-not-ready": { status: 409, title: "The content cannot be used" },
  "cursor-expired": { status: 410, title: "The events behind the cursor are not kept" },
  "precondition-failed": { status: 412, title: "It was changed since it was read" },
  "idempotency-key-required": { status: 400, title: "This client has to send an Idempotency-Key" },
  "idempotency-key-reused": { status: 422, title: "The Idempotency-Key was used for another request" },
  "idempotency-in-progress": { status: 409, title: "The first request with this Idempotency-Key is still running" },
  "too-large": { status: 413, title: "The body is too large" },
  "unsupported-media-type": { status: 415, title: "The body is of a type that is not read here" },
  "rate-limited": { status: 429, title: "Too many requests" },
  "quota-exceeded": { status: 429, title: "A limit is reached" },
  "storage-full": { status: 507, title: "No room for more octets" },
  unavailable: { status: 503, title: "Not available now" },
  internal: { status: 500, title: "A fault of the server's own" },
} as const;
export type ProblemSlug = keyof typeof PROBLEMS;

/** What is to be answered instead of a result. Told apart by `name`, never by `instanceof`. */
export class HttpProblem extends Error {
  readonly slug: ProblemSlug;
  /** Differs from the slug's own only for 405, which is a request that cannot be understood here. */
  readonly status: number;
  readonly errors: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    slug: ProblemSlug,
    detail: string,
    more: { errors?: readonly FieldError[]; headers?: Readonly<Record<string, string>>; status?: number } = {},
  ) {
    super(detail);
    this.name = "HttpProblem";
    this.slug = slug;
    this.status = more.status ?? PROBLEMS[slug].status;
    this.errors = more.errors ?? [];
    this.headers = more.headers ?? {};
  }
}

/** One text for all that is not there or not to be seen: it never repeats what was asked for. */
export function notFound(): HttpProblem {
  return new HttpProblem("not-found", "There is no such resource.");
}

export function unauthenticated(detail: string, error?: "invalid_token"): HttpProblem {
  const challenge = error ? `Bearer realm="dmwsi", error="${error}"` : 'Bearer realm="dmwsi"';
  return new HttpProblem("unauthenticated", detail, { headers: { "WWW-Authenticate": challenge } });
}

const SLUGS: Readonly<Record<ServiceErrorCode, ProblemSlug>> = {
  INVALID_INPUT: "invalid-field",
  UNAUTHENTICATED: "unauthenticated",
  FORBIDDEN: "insufficient-scope",
  // Asked of people alone, who do not come this way.
  PROOF_NEEDED: "insufficient-scope",
  NOT_FOUND: "not-found",
  CONFLICT: "conflict",
  FAILED_PRECONDITION: "state-conflict",
  STALE: "precondition-failed",
  CONTENT_NOT_READY: "content-not-ready",
  CURSOR_LOST: "cursor-expired",
  LIMIT_EXCEEDED: "quota-exceeded",
  UNAVAILABLE: "unavailable",
};
const RETRY_AFTER_SECONDS = "2";

/** The problem that an error is answered with; null when the error is a bug of ours. */
export function problemOf(error: unknown): HttpProblem | null {
  if (error instanceof Error && error.name === "HttpProblem") return error as HttpProblem;
  const known = asServiceError(error);
  if (known?.code === "NOT_FOUND") return notFound();
  if (known?.code === "FORBIDDEN") return insufficientScope(known.message);
  if (known) {
    const headers = known.code === "UNAVAILABLE" ? { "Retry-After": RETRY_AFTER_SECONDS } : {};
    return new HttpProblem(SLUGS[known.code], known.message, { errors: known.fields, headers });
  }
  if (!isDatabaseGone(error)) return null;
  return new HttpProblem("unavailable", "The database cannot be reached. Try again soon.", {
    headers: { "Retry-After": RETRY_AFTER_SECONDS },
  });
}

/** RFC 6750 3.1; with the scope that is missing where one decides. */
export function insufficientScope(detail: string, scope?: string): HttpProblem {
  const wanted = scope === undefined ? "" : `, scope="${scope}"`;
  return new HttpProblem("insufficient-scope", detail, {
    headers: { "WWW-Authenticate": `Bearer realm="dmwsi", error="insufficient_scope"${wanted}` },
  });
}

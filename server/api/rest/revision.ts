import type { IncomingMessage } from "node:http";
import { HttpProblem } from "./problem";
import type { UseCaseRoute } from "./route";

/**
 * The revision that a request is about, by If-Match (RFC 9110 13.1.1); none where it does not say, or says `*`.
 *
 * Throws HttpProblem `precondition-failed` for a tag that no answer ever had, `invalid-request` where none is taken.
 */
export function revisionOf({ takesRevision }: UseCaseRoute, request: IncomingMessage): { readonly revision?: number } {
  const header = request.headers["if-match"];
  if (header === undefined || header === "*") return {};
  if (!takesRevision) throw new HttpProblem("invalid-request", "If-Match is not taken here. Leave it out.");
  const [, revision] = /^"([1-9]\d{0,8})"$/.exec(header) ?? [];
  if (revision !== undefined) return { revision: Number(revision) };
  throw new HttpProblem("precondition-failed", 'Send back one ETag as it came, in its double quotes: If-Match: "3".');
}

/** The ETag of a resource that has a revision. */
export function entityTag(result: unknown): Record<string, string> {
  const revision = typeof result === "object" && result !== null && "revision" in result ? result.revision : null;
  return typeof revision === "number" ? { ETag: `"${revision}"` } : {};
}

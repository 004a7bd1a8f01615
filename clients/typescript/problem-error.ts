import type { components } from "./schema";

export type Problem = components["schemas"]["Problem"];

/** The API said no. `problem.type` is stable and for programs, the message is for people. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  constructor(readonly problem: Problem) {
    const fields = (problem.errors ?? []).map(({ pointer, detail }) => `${pointer} ${detail}`);
    super([`${problem.detail} (${problem.type}, request ${problem.instance})`, ...fields].join("; "));
  }
}

/**
 * What a call answered, without its wrapping: `await dataOf(dmwsi.GET("/me"))`.
 *
 * Throws ProblemError where the API said no.
 */
export async function dataOf<T>(
  call: Promise<{ readonly data?: T; readonly error?: unknown; readonly response: Response }>,
): Promise<T> {
  const { data, error, response } = await call;
  if (data !== undefined) return data;
  throw new ProblemError(problemOf(error, response));
}

/** Something between us and the API may answer too, and has no problems. */
function problemOf(error: unknown, response: Response): Problem {
  if (typeof error === "object" && error !== null && "type" in error && "detail" in error) return error as Problem;
  return {
    type: "urn:dmwsi:problem:internal",
    title: "No answer of the API",
    status: response.status,
    detail: `${new URL(response.url).pathname} answered ${response.status} without a problem.`,
    instance: response.headers.get("x-request-id") ?? "",
  };
}

import type { Check } from "../schema-checker";

/** An answer as it came. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** What an operation may answer, by status and media type: the check of the body, null where it is no JSON. */
export type Documented = ReadonlyMap<number, ReadonlyMap<string, Check | null>>;

const MEDIA_TYPE = /^[^;]+/;

/** What is wrong with an answer, in words; null where it is as the document says. */
export function faultOf(answered: Answered, documented: Documented): string | null {
  const { status, headers, text } = answered;
  if (status >= 500) return `answers ${status}: ${text.slice(0, 300)}`;
  const content = documented.get(status);
  if (!content) return `answers ${status}, which is not documented: ${text.slice(0, 300)}`;
  if (!headers["x-request-id"]) return `answers ${status} without X-Request-Id`;
  if (content.size === 0) return text === "" ? null : `answers ${status} with a body, which is not documented`;
  const type = MEDIA_TYPE.exec(String(headers["content-type"] ?? ""))?.[0] ?? "";
  const check = content.get(type);
  if (check === undefined) return `answers ${status} as ${type || "nothing"}, which is not documented`;
  if (check === null) return null;
  const body: unknown = JSON.parse(text);
  const [wrong] = check(body);
  if (wrong !== undefined)
    return `answers ${status} with a body that is not as documented: ${wrong}: ${text.slice(0, 300)}`;
  return type === "application/problem+json" ? problemFault(status, body as ProblemBody) : null;
}

interface ProblemBody {
  readonly status: number;
  readonly type: string;
  readonly errors?: readonly { readonly pointer: string }[];
}

/** A wrong field is named by a pointer into the body (RFC 6901); the empty one is the whole of it. */
function problemFault(status: number, problem: ProblemBody): string | null {
  if (problem.status !== status) return `says ${problem.status} in an answer with ${status}`;
  if (problem.type !== "urn:dmwsi:problem:invalid-field") return null;
  const pointers = (problem.errors ?? []).map(({ pointer }) => pointer);
  if (pointers.length === 0) return "does not name the field that is wrong";
  const odd = pointers.find((pointer) => pointer !== "" && !pointer.startsWith("/"));
  return odd === undefined ? null : `names a field by ${odd}`;
}

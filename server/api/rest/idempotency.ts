import type { Transaction } from "../../db/client";
import { answerOnce, type IdempotencyClaim, type RememberedAnswer } from "../../services/idempotency";
import type { CallContext } from "../../services/use-case";
import { sha256 } from "../../sha256";
import { type Answer, problemAnswer } from "./answer";
import { HttpProblem, problemOf } from "./problem";

/** An answer that is given again says so. */
const REPLAYED = { "Idempotency-Replayed": "true" };
/** Answers that follow from the request and what is stored, not from who asks or how the server fares. */
const REMEMBERED_PROBLEMS: ReadonlySet<number> = new Set([409, 422]);

/**
 * The key of a request; null when it has none. 1 to 255 visible ASCII characters, bare or in double quotes
 * (draft-ietf-httpapi-idempotency-key-07).
 */
export function idempotencyKeyOf(header: string | string[] | undefined): string | null {
  if (header === undefined) return null;
  const text = String(header);
  const key = /^"[^"]*"$/.test(text) ? text.slice(1, -1) : text;
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new HttpProblem("invalid-request", "An Idempotency-Key has 1 to 255 visible ASCII characters.");
}

interface KeyedRequest {
  /** Method and path. */
  readonly route: string;
  readonly key: string;
  readonly body: unknown;
  /** Its answer is kept sealed. */
  readonly showsSecret: boolean;
}

/**
 * Answers once for a key: the same request again gets the same octets and nothing happens twice.
 *
 * Throws HttpProblem `idempotency-key-reused` and `idempotency-in-progress`, and what `effect` throws that is not
 * remembered.
 */
export async function answerIdempotently(
  context: CallContext,
  { route, key, body, showsSecret }: KeyedRequest,
  effect: (transaction: Transaction) => Promise<Answer>,
): Promise<Answer> {
  const claim = { callerId: context.principal.id, route, key, fingerprint: fingerprintOf(body) };
  const row = `${context.principal.id}|${route}|${key}`;
  const remember = (answer: Answer): RememberedAnswer => {
    const { body: text, ...rest } = rememberedOf(answer);
    return { ...rest, body: showsSecret ? context.sealer.sealText("idempotency_keys.body", row, text) : text };
  };
  const answerTo = (error: unknown) => {
    const problem = problemOf(error);
    return problem && REMEMBERED_PROBLEMS.has(problem.status)
      ? remember(problemAnswer(problem, context.requestId))
      : null;
  };
  try {
    const run = async (transaction: Transaction) => remember(await effect(transaction));
    const { answer, replayed } = await answerOnce(context.database, claim, run, answerTo);
    const text = showsSecret ? context.sealer.openText("idempotency_keys.body", row, answer.body) : answer.body;
    return answerFrom({ ...answer, body: text }, replayed);
  } catch (error) {
    throw asProblem(error);
  }
}

/**
 * Answers once for a key whose effect, answer and key `effect` writes by itself, where it does; null where it did nothing.
 */
export async function answerTogether(
  context: CallContext,
  { route, key, body }: Omit<KeyedRequest, "showsSecret">,
  effect: (claim: IdempotencyClaim, answerTo: (answer: Answer) => RememberedAnswer) => Promise<RememberedAnswer | null>,
): Promise<Answer | null> {
  const claim = { callerId: context.principal.id, route, key, fingerprint: fingerprintOf(body) };
  const answer = await effect(claim, rememberedOf);
  return answer && answerFrom(answer, false);
}

function asProblem(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== "IdempotencyError" || !("code" in error)) return error;
  if (error.code === "KEY_REUSED") {
    return new HttpProblem("idempotency-key-reused", "This key belongs to a request with another body. Use a new key.");
  }
  return new HttpProblem("idempotency-in-progress", "Ask again for its answer in a moment.", {
    headers: { "Retry-After": "1" },
  });
}

const CONTENT_TYPE = "Content-Type";

function rememberedOf({ status, contentType, body, headers }: Answer): RememberedAnswer {
  return { status, body, headers: { ...headers, [CONTENT_TYPE]: contentType } };
}

function answerFrom({ status, body, headers }: RememberedAnswer, replayed: boolean): Answer {
  const { [CONTENT_TYPE]: contentType = "", ...rest } = headers;
  return { status, contentType, body, headers: replayed ? { ...rest, ...REPLAYED } : rest };
}

/** SHA-256 over the JSON with its fields in order, so that the same request written otherwise is the same. */
function fingerprintOf(body: unknown): Buffer {
  return sha256(inOrder(body));
}

/** The JSON of what was read as JSON. Its nesting is bounded, so the recursion is. */
function inOrder(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "";
  if (Array.isArray(value)) return `[${value.map(inOrder).join()}]`;
  const fields = value as Readonly<Record<string, unknown>>;
  const names = Object.keys(fields).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${inOrder(fields[name])}`).join()}}`;
}

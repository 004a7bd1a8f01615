import type { IncomingMessage } from "node:http";
import type { Transaction } from "../../db/client";
import { asServiceError, type FieldError } from "../../services/errors";
import type { OperationStarter, ParsedStart } from "../../services/operations";
import type { CallContext } from "../../services/use-case";
import { type Answer, feedAnswer, jsonAnswer, textAnswer } from "./answer";
import { answerIdempotently, answerTogether, idempotencyKeyOf } from "./idempotency";
import { readJsonBody } from "./json-body";
import type { LongPolls } from "./long-polls";
import { HttpProblem, insufficientScope, notFound } from "./problem";
import { entityTag, revisionOf } from "./revision";
import type { Rendition, UseCaseRoute } from "./route";

/** Where the public API begins on the web port. */
export const BASE_PATH = "/api/v1";

export interface UseCaseRequest {
  readonly request: IncomingMessage;
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: ReadonlyMap<string, string>;
  readonly polls: LongPolls;
  readonly startTogether: OperationStarter;
}

/** Puts the input together, calls the use case, and puts its result into an answer. Throws HttpProblem and ServiceError. */
export async function answerUseCase(route: UseCaseRoute, context: CallContext, call: UseCaseRequest): Promise<Answer> {
  if (!context.principal.scopes.has(route.scope)) {
    throw insufficientScope(
      `This needs the scope ${route.scope}. Get a token with it, or ask an administrator for it.`,
      route.scope,
    );
  }
  switch (route.method) {
    case "GET":
      return answerRead(route, context, call);
    case "DELETE":
      return answerDelete(route, context, call);
    default:
      return answerWrite(route, context, call);
  }
}

async function answerRead(route: UseCaseRoute, context: CallContext, call: UseCaseRequest): Promise<Answer> {
  const twice = Object.keys(call.parameters).find((name) => call.query.has(name));
  if (twice !== undefined)
    throw badQuery([{ pointer: `/${twice}`, code: "unknown_field", detail: "It is in the path." }]);
  const input = { ...Object.fromEntries(call.query), ...call.parameters };
  try {
    const rendition = renditionOf(route, call);
    if (rendition) return textAnswer(rendition.contentType, await rendition.render(context, without(input, rendition)));
    if (route.isFeed) {
      const page = await call.polls.ask(route, context, input, call.request);
      return feedAnswer(page, nextLink(route, call, page));
    }
    const result = await route.call(context, input);
    return jsonAnswer(route.status, result, { ...nextLink(route, call, result), ...entityTag(result) });
  } catch (error) {
    const known = asServiceError(error);
    if (known?.code !== "INVALID_INPUT") throw error;
    refuseOddIds(known.fields, call);
    throw badQuery(known.fields);
  }
}

/** The form that the query asks for; null for the usual one. Throws HttpProblem for one that there is not. */
function renditionOf({ rendition }: UseCaseRoute, { query }: UseCaseRequest): Rendition | null {
  if (!rendition || !query.has(rendition.parameter)) return null;
  const { parameter, value } = rendition;
  if (query.get(parameter) === value) return rendition;
  throw badQuery([
    { pointer: `/${parameter}`, code: "invalid_value", detail: `This has to be ${value}, or left out.` },
  ]);
}

function without(input: Readonly<Record<string, string>>, { parameter }: Rendition): Record<string, string> {
  return Object.fromEntries(Object.entries(input).filter(([name]) => name !== parameter));
}

/** Deleting again what is gone is answered 404, so it needs no key. A body is not looked at. */
async function answerDelete(route: UseCaseRoute, context: CallContext, call: UseCaseRequest): Promise<Answer> {
  refuseParameters(call);
  const prepared = prepareWrite(route, context, call, { ...call.parameters, ...revisionOf(route, call.request) });
  return jsonAnswer(route.status, await prepared.run());
}

/** Throws HttpProblem `not-found` for an id that can be none, ServiceError INVALID_INPUT for what else is not right. */
function prepareWrite(route: UseCaseRoute, context: CallContext, call: UseCaseRequest, input: object) {
  try {
    return route.prepare(context, input);
  } catch (error) {
    const known = asServiceError(error);
    if (known?.code === "INVALID_INPUT") refuseOddIds(known.fields, call);
    throw error;
  }
}

/** An id that can be none is as unknown as any other. */
function refuseOddIds(errors: readonly FieldError[], { parameters }: UseCaseRequest): void {
  if (errors.some(({ pointer }) => Object.hasOwn(parameters, pointer.slice(1)))) throw notFound();
}

function refuseParameters({ query }: UseCaseRequest): void {
  if (query.size === 0) return;
  throw badQuery([{ pointer: "", code: "unknown_field", detail: "No parameters are taken here." }]);
}

async function answerWrite(route: UseCaseRoute, context: CallContext, call: UseCaseRequest): Promise<Answer> {
  refuseParameters(call);
  const key = idempotencyKeyOf(call.request.headers["idempotency-key"]);
  if (key === null && route.method === "POST" && context.principal.idempotencyKeyRequired) {
    throw new HttpProblem("idempotency-key-required", "Send an Idempotency-Key, a new one for each new wish.");
  }
  const revision = revisionOf(route, call.request);
  const body = await readJsonBody(call.request);
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new HttpProblem("invalid-request", "The body is not a JSON object. Send one, such as {}.");
  }
  refuseFieldsOfPath(body, call);
  // A body that says nothing we understand is refused before its key is used up: it may be sent again, corrected.
  const prepared = prepareWrite(route, context, call, { ...body, ...call.parameters, ...revision });
  const answerOf = (result: unknown) =>
    jsonAnswer(route.status, result, { ...locationOf(route, result), ...entityTag(result) });
  const act = async (within?: Transaction) => answerOf(await prepared.run(within));
  if (key === null) return act();
  const asked = { route: `${route.method} ${call.path}`, key, body, showsSecret: route.showsSecret };
  if (route.startsTogether) {
    const answer = await answerTogether(context, asked, (claim, answerTo) =>
      call.startTogether({
        context,
        input: prepared.input as ParsedStart,
        claim,
        answerTo: (view) => answerTo(answerOf(view)),
      }),
    );
    if (answer) return answer;
  }
  return answerIdempotently(context, asked, act);
}

/** What the path says already is no field of the body. */
function refuseFieldsOfPath(body: object, { parameters }: UseCaseRequest): void {
  const errors = Object.keys(parameters)
    .filter((name) => Object.hasOwn(body, name))
    .map((name) => ({ pointer: `/${name}`, code: "unknown_field", detail: "It is in the path. Leave it out here." }));
  if (errors.length > 0) throw new HttpProblem("invalid-field", "Some fields are not right.", { errors });
}

function badQuery(errors: readonly FieldError[]): HttpProblem {
  return new HttpProblem(
    "invalid-request",
    "A query parameter is not right: errors says which, and what it has to be.",
    { errors },
  );
}

function locationOf(route: UseCaseRoute, result: unknown): Record<string, string> {
  if (route.location === null) return {};
  const id = (result as { readonly id: string }).id;
  return { Location: `${BASE_PATH}${route.location.replace("{id}", id)}` };
}

/** RFC 8288: the same list from where this page ends. */
function nextLink({ isFeed }: UseCaseRoute, call: UseCaseRequest, result: unknown): Record<string, string> {
  const next = typeof result === "object" && result !== null && "next" in result ? result.next : null;
  if (typeof next !== "string") return {};
  const parameter = isFeed ? "after" : "cursor";
  const query = new URLSearchParams([...call.query].filter(([name]) => name !== parameter));
  query.set(parameter, next);
  return { Link: `<${BASE_PATH}${call.path}?${query}>; rel="next"` };
}

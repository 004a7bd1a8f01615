import type { IncomingMessage, ServerResponse } from "node:http";
import type { Database, Sql } from "../../db/client";
import type { Notifications } from "../../db/notifications";
import { randomOctets } from "../../random-octets";
import { REQUEST_ID_HEADER, SOURCE_ADDRESS_HEADER } from "../../runtime";
import type { Uploads } from "../../services/contents";
import { createPublishedKeys } from "../../services/events";
import {
  createTokenAuthenticator,
  type KeySets,
  type TokenAuthenticator,
  type TokenHolder,
} from "../../services/external-systems";
import { createOperationStarter, type OperationStarter } from "../../services/operations";
import type { Principal } from "../../services/principal";
import { createRateTaker, type RateTaker } from "../../services/rate-limits";
import type { Sealer } from "../../services/secrets";
import type { CallContext } from "../../services/use-case";
import { type Answer, problemAnswer, writeAnswer } from "./answer";
import { certificateThumbprintOf } from "./client-certificate";
import { jwksRoute } from "./jwks-route";
import { createLongPolls, type LongPolls } from "./long-polls";
import { HttpProblem, notFound, problemOf, unauthenticated } from "./problem";
import { readQuery } from "./query";
import { type RequestRates, takeRequest } from "./request-rates";
import type { OwnRequest } from "./route";
import { createRouter, type Match, type Router } from "./router";
import { routes } from "./routes";
import { answerUseCase, BASE_PATH } from "./use-case-answer";

export interface RestDependencies {
  readonly database: Database;
  /** The same pool, bare: for what each request asks, prepared once. */
  readonly sql: Sql;
  readonly sealer: Sealer;
  readonly channels: CallContext["channels"];
  readonly uploads: Uploads;
  readonly keySets: KeySets;
  /** Where the server goes besides the public Internet, for addresses that users give. */
  readonly outboundHosts?: CallContext["outboundHosts"];
  /** Who we are to clients: the origin of the API, what the `aud` of their assertions has to be. */
  readonly issuer: string;
  readonly rates: RequestRates;
  /** Told when the event feed has grown; without it nobody waits for events. */
  readonly feed?: Notifications;
  /** Milliseconds since the epoch, for how long a token is remembered. */
  readonly now?: () => number;
  /** Told of every answer. `route` is a pattern such as `GET /devices/{id}`, or "unknown". */
  onAnswer?(route: string, status: number, seconds: number): void;
  /** Told of errors that are bugs of ours, or faults of what we stand on. */
  onError?(error: unknown, requestId: string): void;
}

export type RestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const UNKNOWN_ROUTE = "unknown";
const REQUEST_ID_OCTETS = 12;

/**
 * Answers every request below `/api/v1`. Who asks and under which request id is taken from the headers that the web
 * listener sets (and strips from what comes in). Never throws: what goes wrong is answered.
 */
export function createRestHandler(dependencies: RestDependencies): RestHandler {
  const router = createRouter(routes);
  const authenticate = createTokenAuthenticator(dependencies.database, dependencies.now);
  const startTogether = createOperationStarter(dependencies.sql);
  const takeFromRate = createRateTaker(dependencies.sql);
  const polls = createLongPolls(dependencies.feed);
  const publishedKeys = createPublishedKeys(dependencies.database, dependencies.now);
  return async (request, response) => {
    const startedAt = performance.now();
    const requestId = String(request.headers[REQUEST_ID_HEADER] ?? randomOctets(REQUEST_ID_OCTETS).toString("hex"));
    let pattern = UNKNOWN_ROUTE;
    let answer: Answer;
    try {
      const match = matchOf(router, request);
      pattern = `${match.route.method} ${match.route.path}`;
      answer = await answerMatch({
        dependencies,
        authenticate,
        takeFromRate,
        polls,
        startTogether,
        publishedKeys,
        request,
        response,
        requestId,
        match,
      });
    } catch (error) {
      const problem = problemOf(error);
      if (!problem || problem.status >= 500) dependencies.onError?.(error, requestId);
      answer = problemAnswer(
        problem ?? new HttpProblem("internal", "It is logged under this request's id."),
        requestId,
      );
    }
    await writeAnswer(request, response, answer, requestId);
    dependencies.onAnswer?.(pattern, answer.status, (performance.now() - startedAt) / 1_000);
  };
}

function matchOf(router: Router, request: IncomingMessage): Match {
  const path = pathOf(request);
  if (path === null) throw notFound();
  return router(request.method ?? "", path);
}

/** The path below the base; null when it is none. What is well known is so at the origin too (RFC 8615). */
function pathOf(request: IncomingMessage): string | null {
  const [path = ""] = (request.url ?? "").split("?", 1);
  if (path === jwksRoute.path) return path;
  return path.startsWith(`${BASE_PATH}/`) ? path.slice(BASE_PATH.length) : null;
}

interface MatchedRequest {
  readonly dependencies: RestDependencies;
  readonly authenticate: TokenAuthenticator;
  readonly takeFromRate: RateTaker;
  readonly polls: LongPolls;
  readonly startTogether: OperationStarter;
  readonly publishedKeys: ReturnType<typeof createPublishedKeys>;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly match: Match;
}

async function answerMatch(matched: MatchedRequest): Promise<Answer> {
  const { dependencies, request, response } = matched;
  const { route, parameters } = matched.match;
  const url = request.url ?? "";
  const query = url.includes("?") ? url.slice(url.indexOf("?") + 1) : "";
  if (route.kind === "own" && !route.authenticated) {
    return route.answer(ownRequest(matched, query, null));
  }
  // Before the token: what is secret and stands in an address is refused, whoever sent it.
  const queryValues = readQuery(query);
  const { principal, clientId } = await holderOf(matched);
  await takeRequest(matched.takeFromRate, clientId, route, dependencies.rates, response);
  if (route.kind === "own") {
    return route.answer(ownRequest(matched, query, principal));
  }
  const { database, sealer, channels, outboundHosts = new Set<string>() } = dependencies;
  const { requestId, polls, startTogether } = matched;
  return answerUseCase(
    route,
    { principal, requestId, sourceAddress: sourceAddressOf(request), database, sealer, channels, outboundHosts },
    { request, path: pathOf(request) ?? "", parameters, query: queryValues, polls, startTogether },
  );
}

function ownRequest(
  { dependencies, publishedKeys, request, requestId, match }: MatchedRequest,
  query: string,
  principal: Principal | null,
): OwnRequest {
  const { database, sealer, channels, uploads, keySets, issuer } = dependencies;
  const who = { principal, requestId, sourceAddress: sourceAddressOf(request) };
  const asked = { request, parameters: match.parameters, query };
  return { ...who, ...asked, database, sealer, channels, uploads, keySets, issuer, publishedKeys };
}

function sourceAddressOf(request: IncomingMessage): string {
  return String(request.headers[SOURCE_ADDRESS_HEADER] ?? request.socket.remoteAddress ?? "");
}

/** RFC 6750 2.1. */
async function holderOf({ authenticate, request }: MatchedRequest): Promise<TokenHolder> {
  const header = request.headers.authorization;
  if (header === undefined) throw unauthenticated("Send an access token: Authorization: Bearer ...");
  // Node keeps the first and drops others.
  if (timesSent(request, "authorization") > 1)
    throw new HttpProblem("invalid-request", "Authorization is given twice. Send one.");
  const [, token] = /^Bearer +([A-Za-z0-9._~+/=-]+) *$/i.exec(header) ?? [];
  const holder = token === undefined ? null : await authenticate(token, certificateThumbprintOf(request));
  if (!holder)
    throw unauthenticated(
      "The access token is not valid, or no longer. Get a new one at POST /oauth/token.",
      "invalid_token",
    );
  return holder;
}

function timesSent({ rawHeaders }: IncomingMessage, header: string): number {
  let times = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    if (name?.length === header.length && name.toLowerCase() === header) times += 1;
  }
  return times;
}

import createFetchClient, { type Client } from "openapi-fetch";
import type { paths } from "./schema";
import { type SendingOptions, sendPersistently } from "./sending";
import { createTokenSource, type TokenOptions, type TokenSource } from "./token";

export interface ClientOptions extends TokenOptions, Partial<SendingOptions> {
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** Calls by method and path, typed by the API's document: `dmwsi.GET("/devices/{id}", { params: { path: { id } } })`. */
export type DmwsiClient = Client<paths>;

const TIMEOUT_MS = 30_000;
const TRIES_MAX = 5;

/**
 * A client of the API. It gets and renews its access token, sends an Idempotency-Key with every POST (one that is given
 * is kept), and tries again where the API asks for it or does not answer: with the same key, so that nothing happens
 * twice.
 *
 * Calls throw TokenRefused where there is no token, and what `fetch` throws when the API is not there.
 */
export function createClient(options: ClientOptions): DmwsiClient {
  const sending: SendingOptions = {
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    triesMax: options.triesMax ?? TRIES_MAX,
    fetch: options.fetch ?? fetch,
    sleep: options.sleep ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms))),
  };
  const send = (request: Request): Promise<Response> => sendPersistently(request, sending);
  const tokens = createTokenSource(options, send, options.now ?? Date.now);
  return createFetchClient<paths>({
    baseUrl: options.apiUrl,
    fetch: (request) => sendWithToken(request, tokens, send),
  });
}

async function sendWithToken(
  request: Request,
  tokens: TokenSource,
  send: (request: Request) => Promise<Response>,
): Promise<Response> {
  if (request.method === "POST" && !request.headers.has("idempotency-key")) {
    request.headers.set("idempotency-key", crypto.randomUUID());
  }
  const token = await tokens.token();
  const answer = await send(withToken(request.clone(), token));
  if (answer.status !== 401) return answer;
  // It may have been taken back before its time: once, with a new one.
  tokens.drop(token);
  const other = await tokens.token();
  return other === token ? answer : send(withToken(request, other));
}

function withToken(request: Request, token: string): Request {
  request.headers.set("authorization", `Bearer ${token}`);
  return request;
}

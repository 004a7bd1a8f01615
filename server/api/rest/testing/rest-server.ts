import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { listenTo } from "../../../db/notifications";
import { openTestUploads } from "../../../services/contents/testing/test-uploads";
import { FEED_CHANNEL } from "../../../services/events";
import { type KeySets, registerExternalSystem } from "../../../services/external-systems";
import type { Realm, Scope } from "../../../services/principal";
import { callContextFor } from "../../../services/testing/call-context";
import type { CallContext } from "../../../services/use-case";
import { createTestDatabase, type TestDatabase } from "../../../testing/test-database";
import { createRestHandler, type RestHandler } from "../index";
import { requestRates } from "../request-rates";

/** The public API on a loopback port over a database of its own. */
export interface RestServer {
  readonly test: TestDatabase;
  /** May do everything, past the API. */
  readonly context: CallContext;
  readonly url: string;
  /** The API itself, to be put behind another listener. */
  readonly handle: RestHandler;
  /** Every route and status that was answered, as `GET /devices/{id} 200`. */
  readonly answered: ReadonlySet<string>;
  /** What was reported as a fault of the server's own. */
  readonly faults: readonly unknown[];
  /** An External System of its own and what it says with its token. */
  client(scopes: readonly Scope[], realm?: Realm): Promise<RestClient>;
  setDiskFull(isFull: boolean): void;
  close(): Promise<void>;
}

export interface RestClient {
  readonly id: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly token: string;
  get(path: string): Promise<RestAnswer>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<RestAnswer>;
  put(path: string, body: unknown): Promise<RestAnswer>;
  patch(path: string, body: unknown, headers?: Record<string, string>): Promise<RestAnswer>;
  delete(path: string, headers?: Record<string, string>): Promise<RestAnswer>;
}

export interface RestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into answers of any shape, and fail where it is another.
  readonly json: any;
}

let systems = 0;

/** What clients of a test server name as the audience of their assertions. */
export const TEST_ISSUER = "https://dm.test";

export interface RestServerOptions {
  /** The ways to devices that the server is to have; none when left out. */
  readonly channels?: CallContext["channels"];
  /** How often a credential may ask; `bench` when left out. */
  readonly rates?: "default" | "bench";
  /** The keys of clients that keep them at an address; none when left out. */
  readonly keySets?: KeySets;
  /** Whether requests may wait for events; a test that asks at random says no. */
  readonly waits?: boolean;
  /** The database of another server, for a second node; one of its own when left out. */
  readonly test?: TestDatabase;
  /** Where uploads go; a directory of their own when left out. */
  readonly contents?: Parameters<typeof openTestUploads>[1];
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

export async function startRestServer(options: RestServerOptions = {}): Promise<RestServer> {
  const { channels, rates = "bench", now } = options;
  const test = options.test ?? (await createTestDatabase());
  const base = await callContextFor(test.database);
  const context = { ...base, channels: channels ?? base.channels };
  const uploads = await openTestUploads(context, options.contents);
  const feed = await listenTo(test.sql, FEED_CHANNEL);
  const answered = new Set<string>();
  const faults: unknown[] = [];
  const handle = createRestHandler({
    database: test.database,
    sql: test.sql,
    sealer: context.sealer,
    channels: context.channels,
    uploads: uploads.uploads,
    keySets: options.keySets ?? { keysAt: () => Promise.reject(new Error("No keys are at an address here.")) },
    issuer: TEST_ISSUER,
    rates: requestRates(rates),
    ...(options.waits !== false && { feed }),
    ...(now && { now }),
    onAnswer: (route, status) => answered.add(`${route} ${status}`),
    onError: (error) => faults.push(error),
  });
  // Whoever is hung up on was so by the API: a connection that is kept is never closed between two requests.
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`;
  return {
    test,
    context,
    url,
    handle,
    answered,
    faults,
    client: (scopes, realm = "live") => newClient(context, url, scopes, realm),
    setDiskFull: uploads.setDiskFull,
    close: async () => {
      server.closeAllConnections();
      await feed.close();
      await new Promise((resolve) => server.close(resolve));
      if (!options.test) await test.close();
      await uploads.close();
    },
  };
}

/** One request, as it is; JSON answers are read. */
export async function ask(url: string, init: RequestInit = {}): Promise<RestAnswer> {
  const response = await fetch(url, init);
  const text = await response.text();
  const isJson = (response.headers.get("content-type") ?? "").includes("json");
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson && text !== "" ? JSON.parse(text) : null,
  };
}

async function newClient(
  context: CallContext,
  url: string,
  scopes: readonly Scope[],
  realm: Realm,
): Promise<RestClient> {
  systems += 1;
  const { id, clientId, clientSecret } = await registerExternalSystem(context, {
    name: `client ${systems}`,
    realm,
    scopes,
  });
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: clientSecret,
  });
  const { json } = await ask(`${url}/oauth/token`, { method: "POST", body: form });
  const token: string = json.access_token;
  const authorization = `Bearer ${token}`;
  const write = (method: string, path: string, body: unknown, headers: Record<string, string>) =>
    ask(`${url}${path}`, {
      method,
      headers: { authorization, "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  return {
    id,
    clientId,
    clientSecret,
    token,
    get: (path) => ask(`${url}${path}`, { headers: { authorization } }),
    post: (path, body, headers = {}) => write("POST", path, body, headers),
    patch: (path, body, headers = {}) => write("PATCH", path, body, headers),
    delete: (path, headers = {}) => ask(`${url}${path}`, { method: "DELETE", headers: { authorization, ...headers } }),
    put: (path, body) => write("PUT", path, body, {}),
  };
}

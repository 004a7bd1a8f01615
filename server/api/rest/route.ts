import type { IncomingMessage } from "node:http";
import { z } from "zod";
import type { Database, Transaction } from "../../db/client";
import type { Uploads } from "../../services/contents";
import type { createPublishedKeys } from "../../services/events";
import type { KeySets } from "../../services/external-systems";
import type { Principal, Scope } from "../../services/principal";
import type { CallContext, UseCase } from "../../services/use-case";
import type { Answer } from "./answer";
import type { ProblemSlug } from "./problem";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
type Signature = `${Method} /${string}`;

/** Another form in which a GET gives what it has, asked for by a query parameter: a text of a type of its own. */
export interface Rendition {
  readonly parameter: string;
  readonly value: string;
  readonly contentType: string;
  /** `input` is that of the route without the parameter. */
  render(context: CallContext, input: unknown): Promise<string>;
}

/** What a write is once it has been read, and before it is done. */
interface PreparedRoute {
  readonly input: unknown;
  run(within?: Transaction): Promise<unknown>;
}

/** A route that calls a use case: its input is the body or the query, and the parts of the path. */
export interface UseCaseRoute {
  readonly kind: "use-case";
  readonly method: Method;
  /** Below the base, with parameters as `{id}`. */
  readonly path: string;
  readonly scope: Scope;
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  readonly status: 200 | 201 | 202;
  readonly summary: string;
  readonly tag: string;
  /** Whose URL the Location header names: the path of a resource with an id. */
  readonly location: string | null;
  /** Problems beside those that every route of its shape may answer with. */
  readonly problems: readonly ProblemSlug[];
  readonly rendition: Rendition | null;
  /** Makes many things at once: the rate for that counts. */
  readonly isBulk: boolean;
  /**
   * A feed: its caller may wait for what comes (`wait`), and goes on behind `after`. Its use case gives each item as JSON text.
   */
  readonly isFeed: boolean;
  /** Its answer holds something that must not stand in the database in clear. */
  readonly showsSecret: boolean;
  /** With a key it may start together with others: see `createOperationStarter`. */
  readonly startsTogether: boolean;
  /** The caller may say by If-Match which revision it wants to change. */
  readonly takesRevision: boolean;
  call(context: CallContext, input: unknown): Promise<unknown>;
  /** The same in two steps: see `UseCase`. */
  prepare(context: CallContext, input: unknown): PreparedRoute;
}

/** What a route that calls no use case is given. */
export interface OwnRequest {
  readonly request: IncomingMessage;
  /** The parts of the path that its pattern names. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Behind the question mark, as it came. */
  readonly query: string;
  readonly principal: Principal | null;
  readonly requestId: string;
  readonly sourceAddress: string;
  readonly database: Database;
  readonly sealer: CallContext["sealer"];
  readonly channels: CallContext["channels"];
  readonly uploads: Uploads;
  readonly keySets: KeySets;
  /** The keys that events are signed with. */
  readonly publishedKeys: ReturnType<typeof createPublishedKeys>;
  /** Who we are to clients: what the `aud` of their assertions has to be. */
  readonly issuer: string;
}

/** A route of its own shape: the token endpoint, who am I, the document. */
export interface OwnRoute {
  readonly kind: "own";
  readonly method: Method | "OPTIONS";
  readonly path: string;
  readonly authenticated: boolean;
  /** Makes many things at once: the rate for that counts. */
  readonly isBulk?: boolean;
  answer(request: OwnRequest): Promise<Answer>;
}

export type Route = UseCaseRoute | OwnRoute;

interface RouteOptions {
  readonly status?: 200 | 201 | 202;
  readonly summary: string;
  readonly tag: string;
  readonly location?: string;
  readonly problems?: readonly ProblemSlug[];
  readonly rendition?: Rendition;
  readonly isBulk?: boolean;
  readonly isFeed?: boolean;
  /** What the answer says, where the use case gives it as text already. */
  readonly answers?: z.ZodType;
  readonly showsSecret?: boolean;
  readonly startsTogether?: boolean;
}

/** Declares a route: `route("GET /devices/{id}", readDevice, { ... })`. */
export function route<I extends z.ZodType, O extends z.ZodType>(
  signature: Signature,
  useCase: UseCase<I, O>,
  options: RouteOptions,
): UseCaseRoute {
  const [method, path] = signature.split(" ") as [Method, string];
  return {
    kind: "use-case",
    method,
    path,
    scope: useCase.scope,
    input: useCase.input,
    output: options.answers ?? useCase.output,
    status: options.status ?? 200,
    summary: options.summary,
    tag: options.tag,
    location: options.location ?? null,
    problems: options.problems ?? [],
    rendition: options.rendition ?? null,
    isBulk: options.isBulk ?? false,
    isFeed: options.isFeed ?? false,
    showsSecret: options.showsSecret ?? false,
    startsTogether: options.startsTogether ?? false,
    takesRevision: useCase.input instanceof z.ZodObject && "revision" in useCase.input.shape,
    call: useCase,
    prepare: useCase.prepare,
  };
}

/** Names of the parameters in a path. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
}

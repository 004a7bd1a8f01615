import type { Database } from "./db/client";
import type { Notifications } from "./db/notifications";
import type { Log } from "./log";
import type { Sealer } from "./services/secrets";
import type { CallContext } from "./services/use-case";

/** What the pages and the console's API need of the process they run in. */
export interface Runtime {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly channels: CallContext["channels"];
  readonly outboundHosts: NonNullable<CallContext["outboundHosts"]>;
  readonly log: Log;
  /** Signs the console's cookies. */
  readonly authSecret: string;
  /** Origin of the console, without a slash at the end: what a mutation's Origin header has to be. */
  readonly publicUrl: string;
  /** Told whenever the event feed has grown. */
  readonly feedNotifications: Notifications;
}

/**
 * Headers that the web listener sets on each request before Next sees it, after it took away any that came with the
 * request: who is at the other end, and the id to log and to answer with.
 */
export const SOURCE_ADDRESS_HEADER = "x-dmwsi-source-address";
export const REQUEST_ID_HEADER = "x-request-id";
/** SHA-256 of the client certificate of the connection, in base64url, where a listed proxy passes one on. */
export const CERTIFICATE_HEADER = "x-dmwsi-client-certificate";
/** The Content-Security-Policy nonce of this answer, for style elements and scripts of our own. */
export const NONCE_HEADER = "x-nonce";

const KEY = Symbol.for("dmwsi.runtime");

/**
 * Hands the process's singletons over. On `globalThis`, because Next bundles this module a second time: a pool made at
 * import would exist twice.
 */
export function provideRuntime(provided: Runtime): void {
  (globalThis as { [KEY]?: Runtime })[KEY] = provided;
}

/** Throws Error when called before the server provided it: never at import. */
export function runtime(): Runtime {
  const provided = (globalThis as { [KEY]?: Runtime })[KEY];
  if (!provided) throw new Error("The runtime is not there: pages run inside the server only.");
  return provided;
}

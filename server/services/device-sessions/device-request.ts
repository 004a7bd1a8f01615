import type { SessionStarts } from "./session-starts";

/** One HTTP request of a device, its body whole. */
export interface DeviceRequest {
  readonly octets: Uint8Array;
  readonly contentType: string;
  /** The header `x-syncml-hmac` as it came. */
  readonly mac?: string | undefined;
  /** SHA-256 of the TLS client certificate in lower-case hex, of one that was shown and proven. */
  readonly certificate?: string | undefined;
  /** Path and query as received. */
  readonly url: string;
  readonly sourceAddress: string;
  /** Equal for requests that came on one connection. */
  readonly connection: object;
  /** Counts the sessions that begin at the door where it came in; absent: they are not counted. */
  readonly starts?: SessionStarts;
}

export interface DeviceResponse {
  readonly status: number;
  readonly contentType: string;
  readonly octets: Uint8Array;
  /** The header `x-syncml-hmac` of the answer. */
  readonly mac?: string;
  /** Seconds, on 503. */
  readonly retryAfter?: number;
}

const MEDIA_TYPES = new Set([
  "application/vnd.syncml.dm+wbxml",
  "application/vnd.syncml.dm+xml",
  "application/vnd.syncml+wbxml",
  "application/vnd.syncml+xml",
]);

/** The bare media type of a request when it is one a device may send, in lower case; null otherwise. */
export function mediaTypeOf(contentType: string): string | null {
  if (MEDIA_TYPES.has(contentType)) return contentType;
  const bare = (contentType.split(";")[0] ?? "").trim().toLowerCase();
  return MEDIA_TYPES.has(bare) ? bare : null;
}

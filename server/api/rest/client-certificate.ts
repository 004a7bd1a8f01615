import type { IncomingMessage } from "node:http";
import { CERTIFICATE_HEADER } from "../../runtime";

/**
 * SHA-256 of the client certificate with which the request's connection was made; null: without one. The web listener
 * sets the header from what a listed proxy says, and strips it from everything else.
 */
export function certificateThumbprintOf(request: IncomingMessage): Uint8Array | null {
  const header = request.headers[CERTIFICATE_HEADER];
  return typeof header === "string" && header !== "" ? Buffer.from(header, "base64url") : null;
}

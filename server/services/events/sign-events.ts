import { sign } from "node:crypto";
import { promisify } from "node:util";
import { canonicalJson } from "./canonical-json";
import type { EventSigner } from "./signing-keys";

// In the thread pool: a page of signatures takes as long as many requests.
const signAside = promisify(sign);

/**
 * Events (JSON texts) with the member `jws` each: a JWS (RFC 7515) by EdDSA in compact form whose payload is left out. That
 * is the event without `jws` in the canonical form of RFC 8785, which is also how the rest of it is written here.
 */
export async function signEvents(signer: EventSigner, events: readonly string[]): Promise<string[]> {
  const header = base64url(JSON.stringify({ alg: "EdDSA", kid: signer.keyId }));
  return Promise.all(
    events.map(async (text) => {
      const payload = canonicalJson(JSON.parse(text));
      const signature = await signAside(null, Buffer.from(`${header}.${base64url(payload)}`), signer.key);
      return `${payload.slice(0, -1)},"jws":"${header}..${signature.toString("base64url")}"}`;
    }),
  );
}

function base64url(text: string): string {
  return Buffer.from(text, "utf8").toString("base64url");
}

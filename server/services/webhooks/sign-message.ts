import { createHmac } from "node:crypto";

const SECRET_PREFIX = "whsec_";

/** A message to be signed. */
export interface SignedFacts {
  /** The event's: the same at each attempt. */
  readonly id: string;
  /** Of the attempt, in seconds since the epoch. */
  readonly timestamp: number;
  readonly body: string;
}

/**
 * The headers of Standard Webhooks 1.0: `v1` is HMAC-SHA-256 over `id.timestamp.body`, one signature for each secret that
 * lives, parted by a space. Secrets as the receiver has them: `whsec_` and base64.
 */
export function signedHeaders(
  { id, timestamp, body }: SignedFacts,
  secrets: readonly string[],
): Record<string, string> {
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(SECRET_PREFIX.length), "base64");
    return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
  });
  return { "webhook-id": id, "webhook-timestamp": String(timestamp), "webhook-signature": signatures.join(" ") };
}

/** As it is shown once: octets to sign with, in the form that Standard Webhooks libraries take. */
export function secretText(octets: Uint8Array): string {
  return `${SECRET_PREFIX}${Buffer.from(octets).toString("base64")}`;
}

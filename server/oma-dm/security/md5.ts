import { hash } from "node:crypto";
import { nameAndSecret } from "./basic";

/** The Type of a Cred or Chal for MD5 authentication. Source: OMA-TS-DM_Security 1.2.1. */
export const MD5_TYPE = "syncml:auth-md5";

/**
 * B64(MD5(name ":" secret)): the part of every digest that stays the same for a credential. Whoever has it can make
 * all digests, so it is as secret as the secret.
 */
export function credentialDigest(name: string, secret: Uint8Array): string {
  return hash("md5", nameAndSecret(name, secret), "base64");
}

/** The data of an auth-md5 Cred, Format b64: B64(MD5(credential ":" nonce)). The nonce is what NextNonce decodes to. */
export function md5Digest(credential: string, nonce: Uint8Array): string {
  return hash("md5", salted(credential, nonce, ""), "base64");
}

/**
 * The `mac` of the header `x-syncml-hmac`: B64(MD5(credential ":" nonce ":" B64(MD5(body)))), where `body` is the HTTP
 * body as sent. In spite of its name it is not the HMAC of RFC 2104. Source: OMA-TS-DM_Security 1.2.1.
 */
export function macDigest(credential: string, nonce: Uint8Array, body: Uint8Array): string {
  return macDigestOf(credential, nonce, bodyDigest(body));
}

/** The same from B64(MD5(body)), for a body that is tried with several nonces. */
export function macDigestOf(credential: string, nonce: Uint8Array, digestOfBody: string): string {
  return hash("md5", salted(credential, nonce, `:${digestOfBody}`), "base64");
}

/** B64(MD5(body)): what a MAC covers of a body. */
export function bodyDigest(body: Uint8Array): string {
  return hash("md5", body, "base64");
}

/**
 * The 16 octets that sign a notification: MD5(credential ":" nonce ":" B64(MD5(trigger))) with the server's credential
 * and nonce. `trigger` is everything behind the digest. Source: OMA-TS-DM_Notification 1.2.1.
 */
export function notificationDigest(credential: string, nonce: Uint8Array, trigger: Uint8Array): Uint8Array {
  return hash("md5", salted(credential, nonce, `:${bodyDigest(trigger)}`), "buffer");
}

function salted(credential: string, nonce: Uint8Array, tail: string): Uint8Array {
  const nonceAt = credential.length + 1;
  const tailAt = nonceAt + nonce.length;
  const octets = Buffer.allocUnsafe(tailAt + tail.length);
  octets.write(`${credential}:`, "latin1");
  octets.set(nonce, nonceAt);
  octets.write(tail, tailAt, "latin1");
  return octets;
}

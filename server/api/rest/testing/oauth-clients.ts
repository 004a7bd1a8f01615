import { randomUUID } from "node:crypto";
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { addCredential } from "../../../services/external-systems";
import type { CallContext } from "../../../services/use-case";
import { ASSERTION_TYPE } from "../oauth-client";
import { ask, type RestAnswer, TEST_ISSUER } from "./rest-server";

/** A credential with a key, and the assertions that its holder can sign. */
export interface KeyClient {
  readonly clientId: string;
  readonly algorithm: string;
  readonly privateKey: CryptoKey;
  /** An assertion that is right but for what is changed; `undefined` takes a claim away. */
  assertion(
    claims?: Record<string, unknown>,
    header?: Record<string, unknown>,
    key?: CryptoKey | Uint8Array,
  ): Promise<string>;
}

/** Gives a system a credential with a new key. `algorithm`: ES256, EdDSA or PS256. */
export async function addKeyClient(context: CallContext, systemId: string, algorithm: string): Promise<KeyClient> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const keys = [await exportJWK(publicKey)];
  const { clientId } = await addCredential(context, { id: systemId, method: "private_key", keys });
  return keyClientOf(clientId, algorithm, privateKey);
}

/** The holder of a key that is known otherwise. */
export function keyClientOf(clientId: string, algorithm: string, privateKey: CryptoKey): KeyClient {
  return {
    clientId,
    algorithm,
    privateKey,
    assertion: (claims = {}, header = {}, key = privateKey) => {
      const now = Math.floor(Date.now() / 1_000);
      const right = { iss: clientId, sub: clientId, aud: TEST_ISSUER, exp: now + 120, iat: now, jti: randomUUID() };
      const payload = Object.fromEntries(
        Object.entries({ ...right, ...claims }).filter(([, value]) => value !== undefined),
      );
      return new SignJWT(payload as JWTPayload).setProtectedHeader({ alg: algorithm, ...header }).sign(key);
    },
  };
}

let sources = 0;

/**
 * Asks the token endpoint with a form. Each request comes from a network of its own, unless the headers say otherwise,
 * so that one failure never pauses the next.
 */
export function askToken(
  url: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<RestAnswer> {
  sources += 1;
  const source = { "x-dmwsi-source-address": `10.${sources >> 8}.${sources & 255}.1` };
  const body = new URLSearchParams({ grant_type: "client_credentials", ...form });
  return ask(`${url}/oauth/token`, { method: "POST", body, headers: { ...source, ...headers } });
}

/** What a form says of an assertion. */
export function withAssertion(assertion: string): Record<string, string> {
  return { client_assertion_type: ASSERTION_TYPE, client_assertion: assertion };
}

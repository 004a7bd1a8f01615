import { decodeJwt, decodeProtectedHeader, errors, importJWK, type JWK, type JWTPayload, jwtVerify } from "jose";
import type { Client } from "./find-client";
import { TokenError } from "./token-error";

/** What is taken for a signature. Never `none`, and never HS*: a public key is no secret. */
export const ASSERTION_ALGORITHMS: readonly string[] = ["ES256", "EdDSA", "PS256"];
const TYPES: readonly unknown[] = [undefined, "JWT", "client-authentication+jwt"];
/** Seconds by which the client's clock may differ. */
const SKEW_SECONDS = 60;
const LIFE_SECONDS_MAX = 300;
const ASSERTION_CHARACTERS_MAX = 8_192;
const JTI_CHARACTERS_MAX = 256;

/** Whoever an assertion says it is from; nothing of it is believed yet. Throws TokenError. */
export function claimedClientId(assertion: string): string {
  if (assertion.length > ASSERTION_CHARACTERS_MAX) throw refused("The assertion is too long.");
  try {
    const { sub } = decodeJwt(assertion);
    if (typeof sub === "string" && sub !== "") return sub;
  } catch {
    throw refused("The assertion is no JWT.");
  }
  throw refused("The assertion has no sub.");
}

/** The key that an assertion says it is signed with; nothing of it is believed yet. Throws TokenError. */
export function claimedKeyId(assertion: string): string | undefined {
  return headerOf(assertion).kid;
}

type StoredKey = Client["keys"][number];

export interface UsedAssertion {
  readonly jti: string;
  /** From then on it is refused for its age. */
  readonly uselessAt: Date;
}

/**
 * Checks a client's assertion (RFC 7523, with the audience of draft-ietf-oauth-rfc7523bis: the issuer alone, so that an
 * assertion that was made for another server is worth nothing here). Keys come from `keys` only, whatever the header
 * says. That it was not used before is for the caller to check.
 *
 * Throws TokenError. `now`: milliseconds since the epoch.
 */
export async function verifyAssertion(
  assertion: string,
  clientId: string,
  keys: readonly StoredKey[],
  issuer: string,
  now: number,
): Promise<UsedAssertion> {
  const header = headerOf(assertion);
  if (!ASSERTION_ALGORITHMS.includes(String(header.alg))) {
    throw refused(`The assertion has to be signed with one of ${ASSERTION_ALGORITHMS.join(", ")}.`);
  }
  if (!TYPES.includes(header.typ)) throw refused("The assertion's typ is another token's.");
  const payload = await verifiedPayload(assertion, keysFor(keys, header), now);
  checkClaims(payload, clientId, issuer, now);
  const { jti, exp } = payload;
  if (typeof jti !== "string" || jti === "" || jti.length > JTI_CHARACTERS_MAX) {
    throw refused(`The assertion needs a jti of at most ${JTI_CHARACTERS_MAX} characters.`);
  }
  return { jti, uselessAt: new Date((Number(exp) + SKEW_SECONDS) * 1_000) };
}

function headerOf(assertion: string) {
  try {
    return decodeProtectedHeader(assertion);
  } catch {
    throw refused("The assertion is no JWT.");
  }
}

function keysFor(
  keys: readonly StoredKey[],
  header: { readonly alg?: string; readonly kid?: string },
): readonly StoredKey[] {
  return keys.filter(
    (key) =>
      algorithmOf(key) === header.alg && (header.kid === undefined || key.kid === undefined || key.kid === header.kid),
  );
}

/** The one algorithm that a registered key is used with. */
function algorithmOf(key: StoredKey): string {
  if (key.kty === "EC") return "ES256";
  return key.kty === "OKP" ? "EdDSA" : "PS256";
}

async function verifiedPayload(assertion: string, keys: readonly StoredKey[], now: number): Promise<JWTPayload> {
  for (const key of keys) {
    try {
      const imported = await importJWK(key as JWK, algorithmOf(key));
      const { payload } = await jwtVerify(assertion, imported, {
        algorithms: [algorithmOf(key)],
        clockTolerance: SKEW_SECONDS,
        currentDate: new Date(now),
      });
      return payload;
    } catch (error) {
      // Another of the client's keys may have signed it; what else is wrong with it is wrong with every key. Any other error
      // is the key's, which is no point of its curve, or too short: with that nothing was signed.
      if (!(error instanceof errors.JOSEError) || error instanceof errors.JWSSignatureVerificationFailed) continue;
      throw refused("The assertion is not valid, or no longer.");
    }
  }
  throw refused("The client is unknown or its proof is not right.");
}

function checkClaims(payload: JWTPayload, clientId: string, issuer: string, now: number): void {
  const seconds = now / 1_000;
  if (payload.aud !== issuer) throw refused(`The assertion's aud has to be ${issuer}, and that alone.`);
  if (payload.iss !== clientId || payload.sub !== clientId)
    throw refused("The assertion's iss and sub have to be the client id.");
  if (typeof payload.exp !== "number") throw refused("The assertion has no exp.");
  if (payload.exp > seconds + LIFE_SECONDS_MAX + SKEW_SECONDS) {
    throw refused(`The assertion's exp may be at most ${LIFE_SECONDS_MAX} s ahead.`);
  }
  if (payload.iat !== undefined && payload.iat > seconds + SKEW_SECONDS)
    throw refused("The assertion is from the future.");
}

function refused(message: string): TokenError {
  return new TokenError("invalid_client", message);
}

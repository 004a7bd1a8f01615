import {
  BASIC_TYPE,
  basicCredential,
  credentialDigest,
  decodeBase64,
  encodeBase64,
  equalSecrets,
  MD5_TYPE,
  md5Digest,
} from "../security";
import type { Chal, Cred, SyncHdr } from "../syncml";
import type { ClientCredential, DeviceCredentials, Effect, FreshNonces, SessionState } from "./contract";
import { STATUS } from "./statuses";

type AuthenticatedEffect = Extract<Effect, { kind: "authenticated" }>;
type FailedEffect = Extract<Effect, { kind: "authentication_failed" }>;

/** How a device proved itself in this message. */
export type Proof = Pick<AuthenticatedEffect, "scheme" | "nonce">;

export interface Accepted {
  readonly outcome: "accepted";
  readonly credentials: DeviceCredentials;
  /** null: the session is trusted since an earlier message (212). */
  readonly proof: Proof | null;
}

export interface Refused {
  readonly outcome: "refused";
  readonly status: 401 | 407;
  readonly reason: FailedEffect["reason"];
}

const NO_OCTETS = new Uint8Array();
const SOME_NONCE = new Uint8Array(16);

/** Stands in for an unknown device, so that it costs the same work. Nothing proven against it is ever accepted. */
const STRANGER: ClientCredential = {
  scheme: "md5",
  name: "unknown",
  secret: new Uint8Array(20),
  nonceCurrent: SOME_NONCE,
  noncePrevious: SOME_NONCE,
  challengeNonces: [SOME_NONCE, SOME_NONCE],
  acceptPreviousNonce: false,
  acceptEmptyNonce: false,
  sessionTrust: true,
};

/**
 * Whether the device has proven itself with this message, or with an earlier one that holds for the session. A weaker
 * scheme than its credential's is refused, a stronger one taken. An unknown device is refused like one with a wrong
 * secret, after the same work.
 */
export function authenticate(
  state: SessionState,
  header: SyncHdr,
  credentials: DeviceCredentials | null,
): Accepted | Refused {
  if (credentials && state.trust === "session") return { outcome: "accepted", credentials, proof: null };
  const proof = prove(header.cred, credentials?.client ?? STRANGER, state);
  const status = header.cred ? STATUS.invalidCredentials : STATUS.authenticationRequired;
  if (!credentials) return { outcome: "refused", status, reason: "unknown_device" };
  if (typeof proof === "string") return { outcome: "refused", status, reason: proof };
  return { outcome: "accepted", credentials, proof };
}

function prove(cred: Cred | undefined, client: ClientCredential, state: SessionState): Proof | FailedEffect["reason"] {
  if (client.scheme === "none") return { scheme: "none", nonce: "none" };
  if (!cred) return "missing";
  const type = cred.type.toLowerCase();
  if (type === MD5_TYPE) return proveByMd5(cred, client, state);
  if (type !== BASIC_TYPE) return "wrong";
  if (client.scheme !== "basic") return "weaker_scheme";
  const isRight = equalSecrets(cred.data.trim(), basicCredential(client.name, client.secret));
  return isRight ? { scheme: "basic", nonce: "none" } : "wrong";
}

/**
 * Tries the digest on every nonce it may have been made with; a digest that fits none costs the same work whatever the
 * device is. In the middle of a session the newest nonce is known to have arrived, so the one before it and the empty
 * one no longer count.
 */
function proveByMd5(cred: Cred, client: ClientCredential, state: SessionState): Proof | FailedEffect["reason"] {
  const digest = decodeBase64(cred.data) ? cred.data.trim() : "";
  const credential = credentialDigest(client.name, client.secret);
  const fits = (nonce: Uint8Array | null): boolean => {
    const isEqual = equalSecrets(digest, md5Digest(credential, nonce ?? SOME_NONCE));
    return isEqual && nonce !== null;
  };
  if (fits(client.nonceCurrent)) return { scheme: "md5", nonce: "current" };
  if (client.challengeNonces.some(fits)) return { scheme: "md5", nonce: "challenge" };
  const isOpen = state.trust === "open";
  if (fits(client.noncePrevious)) {
    return client.acceptPreviousNonce && isOpen ? { scheme: "md5", nonce: "previous" } : "stale_nonce";
  }
  if (fits(NO_OCTETS)) return client.acceptEmptyNonce && isOpen ? { scheme: "md5", nonce: "empty" } : "stale_nonce";
  return "wrong";
}

/** The challenge to a device that has not proven itself; to an unknown one as to any other. */
export function challengeFor(credentials: DeviceCredentials | null, nonces: FreshNonces): Chal {
  if (credentials?.client.scheme === "basic") return { type: BASIC_TYPE, format: "b64" };
  return md5Challenge(credentials?.client.challengeNonces[0] ?? nonces.challenge);
}

/** The next nonce of a device that has just proven itself by a digest; undefined for any other. */
export function nextNonceFor(proof: Proof | null, nonces: FreshNonces): Chal | undefined {
  return proof?.scheme === "md5" ? md5Challenge(nonces.client) : undefined;
}

function md5Challenge(nonce: Uint8Array): Chal {
  return { type: MD5_TYPE, format: "b64", nextNonce: encodeBase64(nonce) };
}

/** What follows from a proof; nothing where the session was trusted before. */
export function proofEffects(proof: Proof | null, nonces: FreshNonces): Effect[] {
  if (!proof) return [];
  const effects: Effect[] = [{ kind: "authenticated", scheme: proof.scheme, nonce: proof.nonce }];
  if (proof.scheme === "md5") effects.push({ kind: "client_nonce", nonce: nonces.client, used: proof.nonce });
  return effects;
}

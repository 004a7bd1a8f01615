import {
  BASIC_TYPE,
  basicCredential,
  bodyDigest,
  credentialDigest,
  decodeBase64,
  encodeBase64,
  equalSecrets,
  MAC_TYPE,
  MD5_TYPE,
  macDigestOf,
  md5Digest,
} from "../security";
import type { Chal, Cred, SyncHdr } from "../syncml";
import type {
  ClientCredential,
  DeviceCredentials,
  Effect,
  FreshNonces,
  SessionState,
  TransportProof,
} from "./contract";
import { matchNonce } from "./match-nonce";
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

const SOME_NONCE = new Uint8Array(16);
const NO_TRANSPORT_PROOF: TransportProof = { mac: null, certificate: null };

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
 * scheme than its credential's is refused, a stronger one taken; once a MAC was used, every message of the session needs
 * one, and a certificate is looked at in every message. An unknown device is refused like one with a wrong secret, after
 * the same work.
 */
export function authenticate(
  state: SessionState,
  header: SyncHdr,
  credentials: DeviceCredentials | null,
  transport: TransportProof = NO_TRANSPORT_PROOF,
): Accepted | Refused {
  const byCertificate = credentials?.client.scheme === "certificate";
  if (credentials && state.trust === "session" && !byCertificate) {
    return { outcome: "accepted", credentials, proof: null };
  }
  const proof = prove(header, credentials?.client ?? STRANGER, state, transport);
  const status = isClaimed(header, transport) ? STATUS.invalidCredentials : STATUS.authenticationRequired;
  if (!credentials) return { outcome: "refused", status, reason: "unknown_device" };
  if (typeof proof === "string") return { outcome: "refused", status, reason: proof };
  return { outcome: "accepted", credentials, proof };
}

/** Whether the message says at all who sent it: by Cred or by a MAC. */
export function isClaimed(header: SyncHdr, transport: TransportProof = NO_TRANSPORT_PROOF): boolean {
  return header.cred !== undefined || transport.mac !== null;
}

function prove(
  header: SyncHdr,
  client: ClientCredential,
  state: SessionState,
  { mac, certificate }: TransportProof,
): Proof | FailedEffect["reason"] {
  if (client.scheme === "none") return { scheme: "none", nonce: "none" };
  if (client.scheme === "certificate") return proveByCertificate(client, certificate);
  if (mac) return proveByMac(header, client, state, mac);
  const { cred } = header;
  if (!cred) return "missing";
  const type = cred.type.toLowerCase();
  if (type === MD5_TYPE) {
    return client.scheme === "mac" || state.trust === "mac" ? "weaker_scheme" : proveByMd5(cred, client, state);
  }
  if (type !== BASIC_TYPE) return "wrong";
  if (client.scheme !== "basic" || state.trust === "mac") return "weaker_scheme";
  const isRight = equalSecrets(cred.data.trim(), basicCredential(client.name, client.secret));
  return isRight ? { scheme: "basic", nonce: "none" } : "wrong";
}

function proveByCertificate(client: ClientCredential, certificate: string | null): Proof | FailedEffect["reason"] {
  if (certificate === null) return "missing";
  return equalSecrets(certificate, client.secret) ? { scheme: "certificate", nonce: "none" } : "wrong";
}

function proveByMd5(cred: Cred, client: ClientCredential, state: SessionState): Proof | FailedEffect["reason"] {
  const digest = decodeBase64(cred.data) ? cred.data.trim() : "";
  const credential = credentialDigest(client.name, client.secret);
  const match = matchNonce(client, state.trust === "open", (nonce) =>
    equalSecrets(digest, md5Digest(credential, nonce)),
  );
  return typeof match === "string" ? match : { scheme: "md5", nonce: match.nonce };
}

/** The name in the header is the credential's, and LocName, where the message has one, is the same. */
function proveByMac(
  header: SyncHdr,
  client: ClientCredential,
  state: SessionState,
  { username, mac, body }: NonNullable<TransportProof["mac"]>,
): Proof | FailedEffect["reason"] {
  const credential = credentialDigest(client.name, client.secret);
  const digestOfBody = bodyDigest(body);
  const match = matchNonce(client, state.trust === "open", (nonce) =>
    equalSecrets(mac, macDigestOf(credential, nonce, digestOfBody)),
  );
  const isNamed = equalSecrets(username, client.name) && (header.source.locName ?? username) === username;
  if (typeof match === "string") return match;
  return isNamed ? { scheme: "mac", nonce: match.nonce } : "wrong";
}

/**
 * The challenge to a device that has not proven itself, to an unknown one as to any other: for the least that is taken, or
 * for the stronger scheme that the device tried.
 */
export function challengeFor(
  { cred }: SyncHdr,
  transport: TransportProof = NO_TRANSPORT_PROOF,
  credentials: DeviceCredentials | null,
  nonces: FreshNonces,
): Chal {
  const least = credentials?.client.scheme ?? nonces.challengeScheme;
  const scheme = transport.mac ? "mac" : least;
  if (scheme === "basic" && cred?.type.toLowerCase() !== MD5_TYPE) return { type: BASIC_TYPE, format: "b64" };
  return digestChallenge(scheme, credentials?.client.challengeNonces[0] ?? nonces.challenge);
}

/** The next nonce of a device that has just proven itself by a digest; undefined for any other. */
export function nextNonceFor(proof: Proof | null, nonces: FreshNonces): Chal | undefined {
  return proof && isDigest(proof) ? digestChallenge(proof.scheme, nonces.client) : undefined;
}

function digestChallenge(scheme: string | undefined, nonce: Uint8Array): Chal {
  return { type: scheme === "mac" ? MAC_TYPE : MD5_TYPE, format: "b64", nextNonce: encodeBase64(nonce) };
}

function isDigest({ scheme }: Proof): boolean {
  return scheme === "md5" || scheme === "mac";
}

/** What follows from a proof; nothing where the session was trusted before. */
export function proofEffects(proof: Proof | null, nonces: FreshNonces): Effect[] {
  if (!proof) return [];
  const effects: Effect[] = [{ kind: "authenticated", scheme: proof.scheme, nonce: proof.nonce }];
  if (isDigest(proof)) effects.push({ kind: "client_nonce", nonce: nonces.client, used: proof.nonce });
  return effects;
}

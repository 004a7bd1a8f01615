import { createHmac, timingSafeEqual } from "node:crypto";
import { formatUuid } from "../../ids";
import { randomOctets } from "../../random-octets";
import { sha256 } from "../../sha256";

/**
 * What RespURI carries, so that no look-up routes a message and no session is guessed:
 * - a session token: the device's id and 16 random octets; only its hash is stored, with the session;
 * - a challenge token, before the device is authenticated: signed, stored nowhere, so that a stranger who knows a DevId
 *   writes nothing and disturbs nobody.
 */
export type DeviceToken =
  | { readonly kind: "session"; readonly deviceId: string; readonly hash: Uint8Array }
  | {
      readonly kind: "challenge";
      readonly deviceId: string;
      readonly challenges: number;
      readonly serverMsgId: number;
      readonly evidence: ChallengeEvidence;
    };

/** What a device had shown that only a second one under its id can have; it counts once the device proves itself. */
export type ChallengeEvidence = "nonce_fork" | "overlapping_sessions" | null;

type ChallengeToken = Extract<DeviceToken, { kind: "challenge" }>;

const TOKEN_QUERY = "?s=";
const UUID_OCTETS = 16;
const SESSION_TOKEN_OCTETS = UUID_OCTETS + 16;
const SIGNATURE_OCTETS = 16;
const CHALLENGE_OCTETS = UUID_OCTETS + 1 + 2 + 4;
/** Tokens of one window are equal, so that a repeated message gets the same octets again; they live two windows. */
const CHALLENGE_WINDOW_SECONDS = 600;

/** A fresh session token of a device: its text for the URI and its hash for the database. `draw` gives random octets. */
export function newSessionToken(
  deviceId: string,
  draw: (count: number) => Uint8Array = randomOctets,
): { readonly text: string; readonly hash: Uint8Array } {
  const text = Buffer.concat([octetsOfUuid(deviceId), draw(16)]).toString("base64url");
  return { text, hash: sha256(text) };
}

/** The octet with the number of challenges says by its upper two bits what the device had shown. */
const CHALLENGES_MAX = 0x3f;
const EVIDENCE = [null, "nonce_fork", "overlapping_sessions"] as const;
const EVIDENCE_SHIFT = 6;

/** A challenge token: how often this device was challenged in this session, and the server's MsgID so far. */
export function newChallengeToken(
  key: Uint8Array,
  deviceId: string,
  { challenges, serverMsgId, evidence }: Pick<ChallengeToken, "challenges" | "serverMsgId" | "evidence">,
  nowSeconds: number,
): string {
  const octets = Buffer.alloc(CHALLENGE_OCTETS);
  octetsOfUuid(deviceId).copy(octets);
  const flags = EVIDENCE.indexOf(evidence) << EVIDENCE_SHIFT;
  octets.writeUInt8(Math.min(challenges, CHALLENGES_MAX) | flags, UUID_OCTETS);
  octets.writeUInt16BE(Math.min(serverMsgId, 65_535), UUID_OCTETS + 1);
  octets.writeUInt32BE(Math.floor(nowSeconds / CHALLENGE_WINDOW_SECONDS), UUID_OCTETS + 3);
  return Buffer.concat([octets, signatureOf(key, octets)]).toString("base64url");
}

/** Whether the address claims to be one that a session goes on at. */
export function claimsSession(url: string): boolean {
  return url.includes(TOKEN_QUERY);
}

/** The token in a request's query (`?s=...`), or null when there is none that could be ours. */
export function readToken(key: Uint8Array, url: string, nowSeconds: number): DeviceToken | null {
  const text = tokenTextOf(url);
  if (text === "") return null;
  const octets = Buffer.from(text, "base64url");
  if (octets.length === SESSION_TOKEN_OCTETS) {
    return { kind: "session", deviceId: formatUuid(octets.toString("hex")), hash: sha256(text) };
  }
  if (octets.length !== CHALLENGE_OCTETS + SIGNATURE_OCTETS) return null;
  const body = octets.subarray(0, CHALLENGE_OCTETS);
  if (!timingSafeEqual(signatureOf(key, body), octets.subarray(CHALLENGE_OCTETS))) return null;
  const windowsAgo = Math.floor(nowSeconds / CHALLENGE_WINDOW_SECONDS) - body.readUInt32BE(UUID_OCTETS + 3);
  if (windowsAgo < 0 || windowsAgo > 1) return null;
  return {
    kind: "challenge",
    deviceId: formatUuid(body.toString("hex")),
    challenges: body.readUInt8(UUID_OCTETS) & CHALLENGES_MAX,
    evidence: EVIDENCE[body.readUInt8(UUID_OCTETS) >> EVIDENCE_SHIFT] ?? null,
    serverMsgId: body.readUInt16BE(UUID_OCTETS + 1),
  };
}

/** What stands where a token would; empty when nothing does. */
export function tokenTextOf(url: string): string {
  const at = url.indexOf(TOKEN_QUERY);
  return at < 0 ? "" : url.slice(at + TOKEN_QUERY.length);
}

/** Whether two hashes are equal, in constant time. */
export function sameHash(a: Uint8Array | null, b: Uint8Array): boolean {
  return a !== null && a.length === b.length && timingSafeEqual(a, b);
}

function signatureOf(key: Uint8Array, octets: Uint8Array): Buffer {
  return createHmac("sha256", key).update(octets).digest().subarray(0, SIGNATURE_OCTETS);
}

function octetsOfUuid(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll("-", ""), "hex");
}

import { randomBytes, timingSafeEqual } from "node:crypto";
import { crc32 } from "node:zlib";
import { sha256 } from "../../sha256";
import type { Realm } from "../principal";

const SECRET_OCTETS = 32;
const CLIENT_ID_OCTETS = 12;
const TOKEN = /^dmt_([\w-]{43})([\w-]{6})$/;

/** Sandbox credentials say so in their name, so that nobody mistakes one for the other. */
export function newClientId(realm: Realm): string {
  return `client_${mark(realm)}${randomBytes(CLIENT_ID_OCTETS).toString("base64url")}`;
}

/** RFC 6749 A.1, as long as those that are given out may be: anything else is nobody's, and not asked for. */
export function couldBeClientId(text: string): boolean {
  return /^[\x20-\x7e]{1,64}$/.test(text);
}

export function newClientSecret(realm: Realm): string {
  return `dms_${mark(realm)}${randomBytes(SECRET_OCTETS).toString("base64url")}`;
}

/** `dmt_`, 32 random octets, and their CRC-32: rubbish is told from a token without asking the database. */
export function newAccessToken(): string {
  const random = randomBytes(SECRET_OCTETS).toString("base64url");
  return `dmt_${random}${checksumOf(random)}`;
}

export function looksLikeAccessToken(text: string): boolean {
  const [, random, checksum] = TOKEN.exec(text) ?? [];
  return random !== undefined && checksum === checksumOf(random);
}

/** What is stored of a secret or token: it has 256 random bits, so that one round of SHA-256 is enough. */
export function hashOf(secret: string): Buffer {
  return sha256(secret);
}

export function sameHash(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

function mark(realm: Realm): string {
  return realm === "sandbox" ? "test_" : "";
}

function checksumOf(random: string): string {
  const octets = Buffer.alloc(4);
  octets.writeUInt32BE(crc32(random));
  return octets.toString("base64url");
}

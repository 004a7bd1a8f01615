import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";
import { ED25519_OCTETS_MAX } from "./schemas";

/** The two octets that minisign begins keys and signatures with: over the octets themselves, or over their BLAKE2b-512. */
const PURE = "Ed";
const HASHED = "ED";
const KEY_NUMBER_OCTETS = 8;
const KEY_OCTETS = 32;
const SIGNATURE_OCTETS = 64;
const TRUSTED = "trusted comment: ";
/** SubjectPublicKeyInfo of Ed25519 up to the key itself [RFC 8410, 4]. */
const SPKI_OF_ED25519 = Buffer.from("302a300506032b6570032100", "hex");

/** A signature as `minisign -S` writes it: four lines, the second and the fourth in base64. */
export interface Minisignature {
  readonly isHashed: boolean;
  readonly value: Buffer;
  /** Signed together with `value`. */
  readonly trustedComment: string;
  readonly commentSignature: Buffer;
}

/** Whether a text may be a public key of minisign: its base64, with or without the line of its comment. */
export function looksLikeMinisignKey(text: string): boolean {
  return /^(untrusted comment:[^\n]*\n)?\s*RW[A-Za-z0-9+/]{54}\s*$/.test(text);
}

/** Reads a public key of minisign. Throws Error where it is none. */
export function readMinisignKey(text: string): KeyObject {
  const octets = Buffer.from(text.trim().split(/\s/).at(-1) ?? "", "base64");
  if (octets.length !== PURE.length + KEY_NUMBER_OCTETS + KEY_OCTETS || !octets.toString("latin1").startsWith(PURE)) {
    throw new Error("It is no public key of minisign.");
  }
  const key = Buffer.concat([SPKI_OF_ED25519, octets.subarray(-KEY_OCTETS)]);
  return createPublicKey({ key, format: "der", type: "spki" });
}

/** Reads a file that minisign wrote. Null where it is none. */
export function readMinisignature(file: Uint8Array): Minisignature | null {
  const lines = Buffer.from(file).toString("utf8").split(/\r?\n/);
  const [comment, first, trusted, last, ...rest] = lines;
  if (!comment?.startsWith("untrusted comment:") || !trusted?.startsWith(TRUSTED) || rest.join("") !== "") return null;
  const signed = Buffer.from(first ?? "", "base64");
  const commentSignature = Buffer.from(last ?? "", "base64");
  const kind = signed.toString("latin1", 0, PURE.length);
  const isWhole = signed.length === PURE.length + KEY_NUMBER_OCTETS + SIGNATURE_OCTETS;
  if (!isWhole || commentSignature.length !== SIGNATURE_OCTETS || (kind !== PURE && kind !== HASHED)) return null;
  return {
    isHashed: kind === HASHED,
    value: signed.subarray(-SIGNATURE_OCTETS),
    trustedComment: trusted.slice(TRUSTED.length),
    commentSignature,
  };
}

/** Why a signature cannot be checked for so many octets, as a sentence; null where it can. */
export function unfitMinisignature(file: Uint8Array, size: number): string | null {
  const signature = readMinisignature(file);
  if (signature === null) return "Give the whole file that minisign wrote (.minisig), in base64.";
  if (signature.isHashed || size <= ED25519_OCTETS_MAX) return null;
  return `Signatures of this old form go up to ${ED25519_OCTETS_MAX} octets: sign with minisign 0.10 or newer, or -H.`;
}

/**
 * Whether a file of minisign is the signature of octets under a key, its trusted comment included. `together` reads the
 * octets as one, for the form that needs it.
 */
export async function verifyMinisign(
  key: KeyObject,
  file: Uint8Array,
  octets: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  together: (octets: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) => Promise<Uint8Array>,
): Promise<boolean> {
  const signature = readMinisignature(file);
  if (signature === null) return false;
  const { value, trustedComment, commentSignature, isHashed } = signature;
  const isCommentSigned = verify(null, Buffer.concat([value, Buffer.from(trustedComment)]), key, commentSignature);
  if (!isCommentSigned) return false;
  return verify(null, isHashed ? await blake2b(octets) : await together(octets), key, value);
}

async function blake2b(octets: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Buffer> {
  const hash = createHash("blake2b512");
  for await (const chunk of octets) hash.update(chunk);
  return hash.digest();
}

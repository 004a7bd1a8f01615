import { constants, createPublicKey, createVerify, type KeyObject, verify } from "node:crypto";
import { verifyMinisign } from "./minisign";
import { ED25519_OCTETS_MAX, type SignatureAlgorithm } from "./schemas";

/** FIPS 186-5 with the hash of the curve's strength; RSA-PSS with SHA-256. */
const HASHES: Readonly<Record<Exclude<SignatureAlgorithm, "ed25519" | "minisign">, string>> = {
  "ecdsa-p256": "sha256",
  "ecdsa-p384": "sha384",
  "rsa-pss": "sha256",
};

/**
 * Whether `value` is the signature of all `octets` under a registered key (SubjectPublicKeyInfo, DER). Memory is bounded:
 * only Ed25519, which cannot be checked piece by piece, holds them all, up to ED25519_OCTETS_MAX.
 *
 * Throws RangeError beyond that.
 */
export async function verifySignature(
  algorithm: SignatureAlgorithm,
  publicKey: Uint8Array,
  value: Uint8Array,
  octets: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<boolean> {
  const key = createPublicKey({ key: Buffer.from(publicKey), format: "der", type: "spki" });
  if (algorithm === "ed25519") return verify(null, await together(octets), key, value);
  if (algorithm === "minisign") return verifyMinisign(key, value, octets, together);
  const verifier = createVerify(HASHES[algorithm]);
  for await (const chunk of octets) verifier.update(chunk);
  return verifier.verify(algorithm === "rsa-pss" ? withPss(key) : { key, dsaEncoding: "der" }, value);
}

/** Any length of salt that fits: makers' tools differ. */
function withPss(key: KeyObject) {
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO };
}

async function together(octets: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of octets) {
    length += chunk.length;
    if (length > ED25519_OCTETS_MAX) throw new RangeError("Too long for Ed25519 over the octets.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

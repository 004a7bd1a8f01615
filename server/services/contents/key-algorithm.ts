import type { KeyObject } from "node:crypto";
import type { SignatureAlgorithm } from "./schemas";

/** Bits of an RSA modulus. */
const RSA_BITS_MIN = 3_072;
const RSA_BITS_MAX = 8_192;
const CURVES: Readonly<Record<string, SignatureAlgorithm>> = { prime256v1: "ecdsa-p256", secp384r1: "ecdsa-p384" };

/** Why a key is not taken: a word that stays, and a sentence. */
export interface UnfitKey {
  readonly code: "key_type" | "key_size";
  readonly detail: string;
}

/** What signatures of a public key are made with, or why none of it counts. */
export function keyAlgorithm(key: KeyObject): SignatureAlgorithm | UnfitKey {
  const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  const type = key.asymmetricKeyType;
  const curve = type === "ec" ? CURVES[namedCurve ?? ""] : undefined;
  if (curve) return curve;
  if (type === "ed25519") return "ed25519";
  if (type !== "rsa" && type !== "rsa-pss")
    return { code: "key_type", detail: "Keys are Ed25519, ECDSA P-256 or P-384, or RSA." };
  if (modulusLength >= RSA_BITS_MIN && modulusLength <= RSA_BITS_MAX) return "rsa-pss";
  return { code: "key_size", detail: `An RSA key has ${RSA_BITS_MIN} to ${RSA_BITS_MAX} bits, not ${modulusLength}.` };
}

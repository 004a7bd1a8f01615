import { createPublicKey, type KeyObject, X509Certificate } from "node:crypto";
import { ServiceError } from "../errors";
import type { SignatureAlgorithm } from "./schemas";

/** Bits of an RSA modulus. */
const RSA_BITS_MIN = 3_072;
const RSA_BITS_MAX = 8_192;
const CURVES: Readonly<Record<string, SignatureAlgorithm>> = { prime256v1: "ecdsa-p256", secp384r1: "ecdsa-p384" };

export interface ReadKey {
  readonly algorithm: SignatureAlgorithm;
  /** SubjectPublicKeyInfo (DER). */
  readonly der: Buffer;
  /** Of the certificate; null for a bare key. */
  readonly notBefore: Date | null;
  readonly notAfter: Date | null;
}

/**
 * Reads a public key, or the certificate around one, from PEM. A certificate's dates are kept and its issuer is not
 * asked: what is trusted is the key that an administrator registers.
 *
 * Throws ServiceError INVALID_INPUT for anything else, a private key above all.
 */
export function readPublicKey(pem: string): ReadKey {
  if (/PRIVATE KEY/.test(pem)) {
    throw badKey(
      "private_key",
      "This is a private key. It is not kept; give the public one, and do not use this any more.",
    );
  }
  if ((pem.match(/-----BEGIN /g) ?? []).length !== 1)
    throw badKey("not_a_key", "Give one public key or certificate in PEM.");
  try {
    const certificate = pem.includes("BEGIN CERTIFICATE") ? new X509Certificate(pem) : null;
    const key = certificate?.publicKey ?? createPublicKey(pem);
    return {
      algorithm: algorithmOf(key),
      der: key.export({ type: "spki", format: "der" }),
      notBefore: certificate ? new Date(certificate.validFrom) : null,
      notAfter: certificate ? new Date(certificate.validTo) : null,
    };
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    throw badKey(
      "not_a_key",
      "This cannot be read as a public key (SubjectPublicKeyInfo) or X.509 certificate in PEM.",
    );
  }
}

function algorithmOf(key: KeyObject): SignatureAlgorithm {
  const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  const type = key.asymmetricKeyType;
  const curve = type === "ec" ? CURVES[namedCurve ?? ""] : undefined;
  if (curve) return curve;
  if (type === "ed25519") return "ed25519";
  if (type !== "rsa" && type !== "rsa-pss") throw badKey("key_type", "Keys are Ed25519, ECDSA P-256 or P-384, or RSA.");
  if (modulusLength >= RSA_BITS_MIN && modulusLength <= RSA_BITS_MAX) return "rsa-pss";
  throw badKey("key_size", `An RSA key has ${RSA_BITS_MIN} to ${RSA_BITS_MAX} bits, not ${modulusLength}.`);
}

function badKey(code: string, detail: string): ServiceError {
  return new ServiceError("INVALID_INPUT", "The key cannot be taken.", [{ pointer: "/publicKey", code, detail }]);
}

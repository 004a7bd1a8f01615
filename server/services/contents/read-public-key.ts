import { createPublicKey, X509Certificate } from "node:crypto";
import { ServiceError } from "../errors";
import { unfitIssuer } from "./certificate-fitness";
import { keyAlgorithm } from "./key-algorithm";
import { looksLikeMinisignKey, readMinisignKey } from "./minisign";
import type { SignatureAlgorithm } from "./schemas";

export interface ReadKey {
  readonly algorithm: SignatureAlgorithm;
  /** SubjectPublicKeyInfo (DER). */
  readonly der: Buffer;
  /** Of the certificate; null for a bare key. */
  readonly notBefore: Date | null;
  readonly notAfter: Date | null;
  /** The certificate (DER) of an issuer; null for a key that signs contents itself. */
  readonly issuer: Buffer | null;
}

/**
 * Reads a public key, or the certificate around one, from PEM; or a public key of minisign. A certificate's dates are kept and its issuer is not
 * asked: what is trusted is the key that an administrator registers. `asIssuer`: it has to be the certificate of a CA
 * whose certificates for code signing are believed.
 *
 * Throws ServiceError INVALID_INPUT for anything else, a private key above all.
 */
export function readPublicKey(pem: string, asIssuer: boolean): ReadKey {
  if (/PRIVATE KEY/.test(pem)) {
    throw badKey(
      "private_key",
      "This is a private key. It is not kept; give the public one, and do not use this any more.",
    );
  }
  if (looksLikeMinisignKey(pem)) {
    if (asIssuer) throw badKey("not_an_issuer", "Give the certificate of a CA. It is a key of minisign.");
    const der = read(() => readMinisignKey(pem)).export({ type: "spki", format: "der" });
    return { algorithm: "minisign", der, notBefore: null, notAfter: null, issuer: null };
  }
  if ((pem.match(/-----BEGIN /g) ?? []).length !== 1)
    throw badKey("not_a_key", "Give one public key or certificate in PEM.");
  const certificate = read(() => (pem.includes("BEGIN CERTIFICATE") ? new X509Certificate(pem) : null));
  const key = read(() => certificate?.publicKey ?? createPublicKey(pem));
  const algorithm = keyAlgorithm(key);
  if (typeof algorithm !== "string") throw badKey(algorithm.code, algorithm.detail);
  if (asIssuer) {
    const unfit = read(() => (certificate ? unfitIssuer(certificate) : "It is a bare key."));
    if (unfit !== null) throw badKey("not_an_issuer", `Give the certificate of a CA. ${unfit}`);
  }
  return {
    algorithm,
    der: key.export({ type: "spki", format: "der" }),
    notBefore: certificate ? new Date(certificate.validFrom) : null,
    notAfter: certificate ? new Date(certificate.validTo) : null,
    issuer: asIssuer && certificate ? certificate.raw : null,
  };
}

function read<Read>(from: () => Read): Read {
  try {
    return from();
  } catch {
    throw badKey(
      "not_a_key",
      "This cannot be read as a public key (SubjectPublicKeyInfo) or X.509 certificate in PEM, or as one of minisign.",
    );
  }
}

function badKey(code: string, detail: string): ServiceError {
  return new ServiceError("INVALID_INPUT", "The key cannot be taken.", [{ pointer: "/publicKey", code, detail }]);
}

import type { X509Certificate } from "node:crypto";
import { keyAlgorithm } from "./key-algorithm";
import { readCertificateLimits } from "./read-certificate-limits";

/** id-kp-codeSigning of RFC 5280, 4.2.1.12. */
const CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
/** What a certificate may be signed with, octets of object identifiers in hex: Ed25519; ECDSA and RSA with SHA-2. */
const SIGNED_WITH: ReadonlySet<string> = new Set([
  "2b6570",
  "2a8648ce3d040302",
  "2a8648ce3d040303",
  "2a8648ce3d040304",
  "2a864886f70d01010b",
  "2a864886f70d01010c",
  "2a864886f70d01010d",
]);

/** Why a certificate is not that of a CA for code signing, in a sentence; null when it is. */
export function unfitIssuer(certificate: X509Certificate): string | null {
  // The basic constraints, and the key usage where there is one.
  if (!certificate.ca) return "This one is not a CA's: it may not certify others.";
  // A CA without a purpose certifies for all of them.
  const purposes = purposesOf(certificate);
  if (purposes !== null && !purposes.includes(CODE_SIGNING)) return "This CA's is not one for code signing.";
  return unfitAtAll(certificate);
}

/** Why a certificate is not that of somebody who signs packages, in a sentence; null when it is. */
export function unfitSigner(certificate: X509Certificate): string | null {
  if (certificate.ca) return "It is a CA's, not a signer's.";
  if (purposesOf(certificate)?.includes(CODE_SIGNING) !== true) return "It is not one for code signing.";
  if (!readCertificateLimits(certificate).signsData) return "Its key usage has no digital signature.";
  return unfitAtAll(certificate);
}

function unfitAtAll(certificate: X509Certificate): string | null {
  const algorithm = keyAlgorithm(certificate.publicKey);
  if (typeof algorithm !== "string") return algorithm.detail;
  const { signedWith, hasUnknownCritical } = readCertificateLimits(certificate);
  if (!SIGNED_WITH.has(signedWith)) return "It is not signed with Ed25519, or ECDSA or RSA (PKCS #1 1.5) with SHA-2.";
  return hasUnknownCritical ? "It has a critical extension that is not understood here." : null;
}

/** Object identifiers of the extended key usage; null where there is none. `keyUsage` is what node:crypto calls it. */
function purposesOf(certificate: X509Certificate): readonly string[] | null {
  return (certificate.keyUsage as readonly string[] | undefined) ?? null;
}

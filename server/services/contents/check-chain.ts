import { X509Certificate } from "node:crypto";
import { unfitIssuer, unfitSigner } from "./certificate-fitness";
import { keyAlgorithm } from "./key-algorithm";
import { readCertificateLimits } from "./read-certificate-limits";
import type { SignatureAlgorithm } from "./schemas";

/** The signer's and those of the CAs between it and the registered one. */
export const CHAIN_CERTIFICATES_MAX = 5;
const SUBJECT_CHARACTERS_MAX = 200;

/** Who signed. */
export interface ChainSigner {
  readonly algorithm: SignatureAlgorithm;
  /** SubjectPublicKeyInfo (DER). */
  readonly publicKey: Uint8Array;
  readonly subject: string;
}

/** Without a signer the chain does not lead to the registered CA; with one, it is only dates that can be wrong. */
export type ChainVerdict =
  | { readonly signer: null; readonly problem: ChainProblem }
  | { readonly signer: ChainSigner; readonly problem: ChainProblem | null };

interface ChainProblem {
  readonly code: "bad_chain" | "certificate_not_yet_valid" | "certificate_expired";
  readonly detail: string;
}

/**
 * Reads a chain from PEM: the signer's certificate, then each that issued the one before. What stands between them is left.
 *
 * Throws Error with a sentence for whoever gave it.
 */
export function readChain(pem: string): readonly X509Certificate[] {
  if (/PRIVATE KEY/.test(pem)) throw new Error("There is a private key in it. Do not use that any more.");
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length < 1 || blocks.length > CHAIN_CERTIFICATES_MAX) {
    throw new Error(`Give 1 to ${CHAIN_CERTIFICATES_MAX} certificates in PEM, the signer's first.`);
  }
  return blocks.map((block, index) => {
    try {
      const certificate = new X509Certificate(block);
      // Neither of these is read together with the certificate; one in which they cannot be is none.
      if (certificate.publicKey.type === "public") readCertificateLimits(certificate);
      return certificate;
    } catch {
      throw new Error(`Certificate ${index + 1} cannot be read.`);
    }
  });
}

/**
 * Follows a chain (PEM) from the signer to the registered CA (DER), by RFC 5280, 6.1 without policies and name
 * constraints: a certificate that has them as critical is refused. The dates of the registered CA are the caller's.
 */
export function checkChain(pem: string, issuer: Uint8Array, now: Date): ChainVerdict {
  const root = new X509Certificate(issuer);
  const chain = chainOf(pem, root);
  if (typeof chain === "string") return bad(chain);
  const [signer, ...between] = chain;
  if (!signer) return bad("Only the CA's own certificate is there: the signer's comes first.");
  const unfit = unfitSigner(signer);
  if (unfit !== null) return bad(`The signer's certificate does not count. ${unfit}`);
  for (const [index, certificate] of [...between, root].entries()) {
    const problem = linkProblem(chain[index] ?? signer, certificate, index);
    if (problem !== null) return bad(problem);
  }
  const algorithm = keyAlgorithm(signer.publicKey);
  if (typeof algorithm !== "string") return bad(algorithm.detail);
  const publicKey = signer.publicKey.export({ type: "spki", format: "der" });
  return { signer: { algorithm, publicKey, subject: subjectOf(signer) }, problem: dateProblem(chain, now) };
}

/** The subject of a certificate, in one line. */
export function subjectOf(certificate: X509Certificate): string {
  return certificate.subject.replaceAll("\n", ", ").slice(0, SUBJECT_CHARACTERS_MAX);
}

/** Without the registered CA, which may stand at its end. */
function chainOf(pem: string, root: X509Certificate): readonly X509Certificate[] | string {
  try {
    const chain = readChain(pem);
    return chain.at(-1)?.raw.equals(root.raw) ? chain.slice(0, -1) : chain;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Why `issuer`, with so many CAs below it, did not certify `subject`; null when it did. */
function linkProblem(subject: X509Certificate, issuer: X509Certificate, casBelow: number): string | null {
  const names = `"${subjectOf(issuer)}"`;
  if (!subject.checkIssued(issuer) || !subject.verify(issuer.publicKey)) {
    return `${names} did not issue the certificate of "${subjectOf(subject)}".`;
  }
  const unfit = unfitIssuer(issuer);
  if (unfit !== null) return `${names} may not issue it. ${unfit}`;
  const { pathLength } = readCertificateLimits(issuer);
  return pathLength !== null && casBelow > pathLength ? `${names} allows fewer CAs below it.` : null;
}

function dateProblem(chain: readonly X509Certificate[], now: Date): ChainProblem | null {
  for (const certificate of chain) {
    const of = `The certificate of "${subjectOf(certificate)}"`;
    if (now < new Date(certificate.validFrom))
      return { code: "certificate_not_yet_valid", detail: `${of} is not valid yet.` };
    if (now > new Date(certificate.validTo))
      return { code: "certificate_expired", detail: `${of} is not valid any more.` };
  }
  return null;
}

function bad(detail: string): ChainVerdict {
  return { signer: null, problem: { code: "bad_chain", detail } };
}

import { generateKeyPairSync, sign } from "node:crypto";
import type { SignedManifest } from "../schemas";
import { type CertificateFacts, type MadeCertificate, makeCertificate } from "./make-certificate";

/** A CA of a test with one CA below it. */
export interface TestAuthority {
  readonly root: MadeCertificate;
  readonly between: MadeCertificate;
}

export function makeAuthority(
  rootFacts: Partial<CertificateFacts> = {},
  betweenFacts: Partial<CertificateFacts> = {},
): TestAuthority {
  const root = makeCertificate({ subject: "Acme root", isCa: true, pathLength: 1, ...rootFacts });
  return { root, between: makeCertificate({ subject: "Acme factory", isCa: true, ...betweenFacts }, root) };
}

/** A signer whom the lower CA certifies, and the chain up to the root, which is left out. */
export function makeCertified({ between }: TestAuthority, facts: Partial<CertificateFacts> = {}) {
  const signer = makeCertificate({ subject: "Acme signer", ...facts }, between);
  return { signer, chain: signer.pem + between.pem };
}

/** A signature of a manifest by a signer (Ed25519), with its chain. */
export function certifiedSignature(
  { signer, chain }: { readonly signer: MadeCertificate; readonly chain: string },
  keyId: string,
  manifest: SignedManifest,
) {
  const text = Buffer.from(JSON.stringify(manifest));
  const value = sign(null, text, signer.privateKey).toString("base64");
  return { algorithm: "ed25519" as const, keyId, value, manifest: text.toString("base64"), chain };
}

/** Chains to the authority that do not make anybody a signer; `why` is in what is said of them. */
export function badChains(authority: TestAuthority): readonly (readonly [what: string, why: RegExp, chain: string])[] {
  const { root, between } = authority;
  const { signer } = makeCertified(authority);
  const twin = makeAuthority();
  const of = (facts: Partial<CertificateFacts>) => makeCertified(authority, facts).chain;
  const under = (facts: Partial<CertificateFacts>) => makeCertified(makeAuthorityUnder(root, facts)).chain;
  const third = makeCertificate({ subject: "Acme bench", isCa: true }, between);
  const deep = makeCertificate({ subject: "Acme signer" }, third);
  return [
    ["another CA of the same name", /did not issue/, makeCertified(twin).chain],
    ["a certificate between is left out", /did not issue/, signer.pem],
    ["the certificates in another order", /is a CA's/, between.pem + signer.pem],
    ["the CA's own certificate alone", /Only the CA's own/, root.pem],
    ["the lower CA signs itself", /is a CA's/, between.pem],
    ["a certificate signed by itself", /did not issue/, makeCertificate({ subject: "Acme signer" }).pem],
    ["a certificate for servers", /not one for code signing/, of({ purpose: 1 })],
    ["a certificate for no purpose", /not one for code signing/, of({ purpose: null })],
    ["a key that may not sign data", /no digital signature/, of({ usage: 0x20 })],
    ["a critical extension that nobody knows", /critical extension/, of({ isOdd: true })],
    ["a signer who certifies another", /not a CA's|did not issue/, under({ isCa: false })],
    ["a CA that may not certify", /not a CA's|did not issue/, under({ usage: 0x80 })],
    ["a CA for servers", /not one for code signing/, under({ purpose: 1 })],
    ["more CAs than the root allows", /fewer CAs/, deep.pem + third.pem + between.pem],
  ];
}

/** Chains that are refused at once: nobody can follow them. */
export function unreadableChains(authority: TestAuthority): ReturnType<typeof badChains> {
  const { signer } = makeCertified(authority);
  const weak = makeCertified(authority, { keys: generateKeyPairSync("rsa", { modulusLength: 2_048 }) });
  return [
    ["an RSA key of 2048 bits", /3072/, weak.chain],
    ["six certificates", /1 to 5 certificates/, signer.pem.repeat(6)],
    ["no certificate", /1 to 5 certificates/, "none"],
    ["octets that are none", /cannot be read/, signer.pem.replace(/\n.{40}/, "\nAAAA")],
    ["a private key", /private key/, `-----BEGIN PRIVATE KEY-----${signer.pem}`],
  ];
}

function makeAuthorityUnder(root: MadeCertificate, facts: Partial<CertificateFacts>): TestAuthority {
  return { root, between: makeCertificate({ subject: "Acme factory", isCa: true, ...facts }, root) };
}

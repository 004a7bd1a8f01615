import { X509Certificate } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkChain } from "./check-chain";
import { badChains, makeAuthority, makeCertified, unreadableChains } from "./testing/certified-signers";
import { makeCertificate } from "./testing/make-certificate";

const NOW = new Date("2026-11-27T00:00:00Z");
const authority = makeAuthority();
const issuer = new X509Certificate(authority.root.pem).raw;

describe("a chain", () => {
  it("leads from its signer to the registered CA, whose certificate may stand at the end", () => {
    const { signer, chain } = makeCertified(authority);
    const publicKey = new X509Certificate(signer.pem).publicKey.export({ type: "spki", format: "der" });
    const right = { signer: { algorithm: "ed25519", publicKey, subject: "CN=Acme signer" }, problem: null };
    expect(checkChain(chain, issuer, NOW)).toEqual(right);
    expect(checkChain(`${chain}${authority.root.pem}`, issuer, NOW)).toEqual(right);
    expect(checkChain(`Bag of certificates:\n${chain.replaceAll("\n", "\r\n")}`, issuer, NOW)).toEqual(right);
  });

  it("needs no CA between", () => {
    const signer = makeCertificate({ subject: "Acme signer" }, authority.root);
    expect(checkChain(signer.pem, issuer, NOW).problem).toBeNull();
  });

  it.each([...badChains(authority), ...unreadableChains(authority)])(
    "makes nobody a signer: %s",
    (_what, why, chain) => {
      const { signer, problem } = checkChain(chain, issuer, NOW);
      expect(signer).toBeNull();
      expect(problem?.code).toBe("bad_chain");
      expect(problem?.detail).toMatch(why);
    },
  );

  it("counts from its first to its last second, each certificate for itself", () => {
    const dates = { notBefore: "20260101000000Z", notAfter: "20261231235959Z" };
    const codeAt = (chain: string, at: string) => checkChain(chain, issuer, new Date(at)).problem?.code ?? null;
    const { chain } = makeCertified(authority, dates);
    const other = makeCertified(makeUnder(dates)).chain;
    for (const one of [chain, other]) {
      expect(codeAt(one, "2025-12-31T23:59:59Z")).toBe("certificate_not_yet_valid");
      expect(codeAt(one, "2026-01-01T00:00:00Z")).toBeNull();
      expect(codeAt(one, "2026-12-31T23:59:59Z")).toBeNull();
      expect(codeAt(one, "2027-01-01T00:00:00Z")).toBe("certificate_expired");
    }
  });

  it("with any one octet of a certificate changed makes nobody else a signer, and never throws", () => {
    const { signer, chain } = makeCertified(authority);
    const der = new X509Certificate(signer.pem).raw;
    const rest = chain.slice(signer.pem.length);
    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(der);
        changed[at] = (changed[at] ?? 0) ^ flip;
        const pem = `-----BEGIN CERTIFICATE-----\n${changed.toString("base64")}\n-----END CERTIFICATE-----\n`;
        expect(checkChain(pem + rest, issuer, NOW).signer).toBeNull();
      }),
      { numRuns: 300 },
    );
  });
});

function makeUnder(dates: { readonly notBefore: string; readonly notAfter: string }) {
  const between = makeCertificate({ subject: "Acme factory", isCa: true, ...dates }, authority.root);
  return { root: authority.root, between };
}

import { createHash, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { certificateThumbprint } from "./client-certificate";

describe("certificateThumbprint", () => {
  it("is the same however a proxy writes the certificate", () => {
    const certificate = new X509Certificate(readFileSync(join(import.meta.dirname, "fixtures/device-a.crt.pem")));
    const digest = createHash("sha256").update(certificate.raw).digest();
    const forms = [
      `:${certificate.raw.toString("base64")}:`,
      encodeURIComponent(certificate.toString()),
      digest.toString("hex"),
      digest.toString("hex").toUpperCase(),
      digest.toString("base64url"),
    ];
    for (const form of forms) expect(certificateThumbprint(form)).toBe(digest.toString("base64url"));
  });

  it("is null for anything else", () => {
    const one = "A".repeat(43);
    for (const text of ["", "::", ":AAAA:", "%ZZ", "-----BEGIN%ZZ", "-----BEGIN CERTIFICATE-----", `${one}, ${one}`]) {
      expect(certificateThumbprint(text)).toBeNull();
    }
  });
});

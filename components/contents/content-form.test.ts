import { expect, it } from "vitest";
import { EMPTY_FORM, nameInUrl, registrationOf } from "./content-form";

const OCTETS = { name: "r5.bin", size: 3, sha256: "ab" };

it("what was left empty is not asked for", () => {
  expect(registrationOf(EMPTY_FORM, OCTETS, [])).toEqual({ ...OCTETS, kind: "firmware" });
});

it("versions and models are taken apart at commas and line breaks, without repeats", () => {
  const form = {
    ...EMPTY_FORM,
    version: " 1.4 ",
    fromVersions: "1.2, 1.3,,1.2",
    manufacturer: "Acme",
    models: "R5\nR6",
  };
  expect(registrationOf(form, OCTETS, [])).toMatchObject({
    version: "1.4",
    fromVersions: ["1.2", "1.3"],
    manufacturer: "Acme",
    models: ["R5", "R6"],
  });
});

it("a signature brings the algorithm of its key, and base64 may have been pasted with line breaks", () => {
  const form = { ...EMPTY_FORM, keyId: "sgk_1", signature: "QUJD\nREVG ", manifest: "" };
  const keys = [{ id: "sgk_1", algorithm: "ed25519", issuer: null } as const];
  expect(registrationOf(form, OCTETS, keys).signature).toEqual({
    algorithm: "ed25519",
    keyId: "sgk_1",
    value: "QUJDREVG",
  });
});

it("the file that minisign wrote is pasted as it is, and given in base64", () => {
  const file = "untrusted comment: ü\nRUQf\ntrusted comment: t\ny/rU";
  const keys = [{ id: "sgk_1", algorithm: "minisign", issuer: null } as const];
  const { signature } = registrationOf({ ...EMPTY_FORM, keyId: "sgk_1", signature: `${file}\n\n` }, OCTETS, keys);
  expect(Buffer.from(signature?.value ?? "", "base64").toString()).toBe(`${file}\n`);
});

it("a signature under a CA has the algorithm of its signer, and the chain that certifies it", () => {
  const signed = { keyId: "sgk_1", signature: "QUJD", algorithm: "rsa-pss", chain: "PEM\n" } as const;
  const keys = [{ id: "sgk_1", algorithm: "ed25519", issuer: "CN=Acme" } as const];
  expect(registrationOf({ ...EMPTY_FORM, ...signed }, OCTETS, keys).signature).toEqual({
    ...{ algorithm: "rsa-pss", keyId: "sgk_1", value: "QUJD", chain: "PEM" },
  });
});

it.each([
  ["https://files.example/fw/R5%201.4.bin?x=1", "R5 1.4.bin"],
  ["https://files.example/fw/%E0%A4%A", "%E0%A4%A"],
  ["https://files.example/", ""],
  ["not an address", ""],
])("the file at %s is called %j", (url, name) => {
  expect(nameInUrl(url)).toBe(name);
});

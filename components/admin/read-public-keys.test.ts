import { expect, it } from "vitest";
import { readPublicKeys } from "./read-public-keys";

const KEY = { kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" };

it("takes one key, a list, or a key set, as it was pasted", () => {
  for (const pasted of [KEY, [KEY], { keys: [KEY] }]) {
    expect(readPublicKeys(JSON.stringify(pasted))).toEqual([KEY]);
  }
});

it("takes no private key, nothing empty, and nothing that is no JSON", () => {
  expect(readPublicKeys(JSON.stringify({ ...KEY, d: "secret" }))).toBeNull();
  expect(readPublicKeys("[]")).toBeNull();
  expect(readPublicKeys("-----BEGIN PUBLIC KEY-----")).toBeNull();
  expect(readPublicKeys("null")).toBeNull();
});

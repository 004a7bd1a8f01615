import { describe, expect, it } from "vitest";
import {
  looksLikeMinisignKey,
  readMinisignature,
  readMinisignKey,
  unfitMinisignature,
  verifyMinisign,
} from "./minisign";
import { ED25519_OCTETS_MAX } from "./schemas";

// The public test key of minisign's libraries, and what its own tool signed with it: the octets "test".
const KEY = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
const fileOf = (signature: string, comment: string, commentSignature: string) =>
  Buffer.from(
    `untrusted comment: signature from minisign secret key\n${signature}\ntrusted comment: ${comment}\n${commentSignature}\n`,
  );
const PURE = [
  "RWQf6LRCGA9i59SLOFxz6NxvASXDJeRtuZykwQepbDEGt87ig1BNpWaVWuNrm73YiIiJbq71Wi+dP9eKL8OC351vwIasSSbXxwA=",
  "timestamp:1555779966\tfile:test",
  "QtKMXWyYcwdpZAlPF7tE2ENJkRd1ujvKjlj1m9RtHTBnZPa5WKU5uWRs5GoP5M/VqE81QFuMKI5k/SfNQUaOAA==",
] as const;
const HASHED = [
  "RUQf6LRCGA9i559r3g7V1qNyJDApGip8MfqcadIgT9CuhV3EMhHoN1mGTkUidF/z7SrlQgXdy8ofjb7bNJJylDOocrCo8KLzZwo=",
  "timestamp:1556193335\tfile:test",
  "y/rUw2y8/hOUYjZU71eHp/Wo1KZ40fGy2VJEDl34XMJM+TX48Ss/17u3IvIfbVR1FkZZSNCisQbuQY+bHwhEBg==",
] as const;

async function isRight(file: Uint8Array, octets = "test"): Promise<boolean> {
  const chunks = [...octets].map((letter) => Buffer.from(letter));
  return verifyMinisign(readMinisignKey(KEY), file, chunks, async () => Buffer.concat(chunks));
}

describe.each([
  ["of the octets", PURE],
  ["of their digest", HASHED],
])("a file that minisign wrote, with a signature %s", (_, [signature, comment, commentSignature]) => {
  it("is right for these octets and no others", async () => {
    const file = fileOf(signature, comment, commentSignature);
    expect(readMinisignature(file)?.trustedComment).toBe(comment);
    expect([await isRight(file), await isRight(file, "tesT")]).toEqual([true, false]);
  });

  it("is wrong with another trusted comment, and where the form is called the other", async () => {
    const other = signature.startsWith("RW") ? `RU${signature.slice(2)}` : `RW${signature.slice(2)}`;
    expect(await isRight(fileOf(signature, `${comment} `, commentSignature))).toBe(false);
    expect(await isRight(fileOf(other, comment, commentSignature))).toBe(false);
  });

  it("is none when any line of it is missing, short or of another kind", async () => {
    const lines = fileOf(signature, comment, commentSignature).toString().trimEnd().split("\n");
    const files = [
      ...lines.map((__, index) => lines.filter((___, place) => place !== index).join("\n")),
      [...lines, "more"].join("\n"),
      fileOf(`RXQ${signature.slice(3)}`, comment, commentSignature).toString(),
      fileOf(signature.slice(4), comment, commentSignature).toString(),
      fileOf(signature, comment, commentSignature.slice(4)).toString(),
      "",
    ];
    for (const file of files) expect([file, readMinisignature(Buffer.from(file))]).toEqual([file, null]);
  });
});

it("a signature of the octets themselves is taken as far as they fit into memory, one of their digest always", () => {
  expect(unfitMinisignature(fileOf(...PURE), ED25519_OCTETS_MAX)).toBeNull();
  expect(unfitMinisignature(fileOf(...PURE), ED25519_OCTETS_MAX + 1)).toMatch(/old form/);
  expect(unfitMinisignature(fileOf(...HASHED), 4_294_967_296)).toBeNull();
  expect(unfitMinisignature(Buffer.from("none"), 1)).toMatch(/whole file/);
});

it("a public key is known with and without the line of its comment, and nothing else is one", () => {
  expect(looksLikeMinisignKey(KEY)).toBe(true);
  expect(looksLikeMinisignKey(`untrusted comment: minisign public key E7620F1842B4E81F\n${KEY}\n`)).toBe(true);
  expect(looksLikeMinisignKey(KEY.slice(1))).toBe(false);
  expect(looksLikeMinisignKey(`${KEY}A`)).toBe(false);
});

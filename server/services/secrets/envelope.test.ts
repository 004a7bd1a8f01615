import { createSecretKey, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createIvSource,
  type DataKey,
  EnvelopeError,
  type EnvelopeErrorCode,
  openOctets,
  openText,
  sealOctets,
  sealText,
} from "./envelope";

const key: DataKey = { id: "k0123456789ab", key: createSecretKey(randomBytes(32)) };
const other: DataKey = { id: "kother", key: createSecretKey(randomBytes(32)) };
const keyById = (id: string) => [key, other].find((known) => known.id === id);
const ivs = createIvSource();

function codeOf(act: () => unknown): EnvelopeErrorCode | "opened" {
  try {
    act();
  } catch (error) {
    if (error instanceof EnvelopeError) return error.code;
    throw error;
  }
  return "opened";
}

describe("envelope", () => {
  it("gives back any octets and any text that were sealed for the same row", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.string({ unit: "binary" }),
        fc.string(),
        (octets, text, row) => {
          expect(openOctets(keyById, row, sealOctets(key, ivs(), row, octets))).toEqual(Buffer.from(octets));
          expect(openText(keyById, row, sealText(key, ivs(), row, text))).toBe(text);
        },
      ),
    );
  });

  it("does not open for another row", () => {
    const octets = sealOctets(key, ivs(), "devices.secret|1", Buffer.from("secret"));
    const text = sealText(key, ivs(), "devices.secret|1", "secret");
    expect(codeOf(() => openOctets(keyById, "devices.secret|2", octets))).toBe("DOES_NOT_OPEN");
    expect(codeOf(() => openText(keyById, "devices.secret|2", text))).toBe("DOES_NOT_OPEN");
  });

  it("does not open after any single bit was flipped, nor cut at any octet", () => {
    const sealed = sealOctets(key, ivs(), "row", Buffer.from("a secret"));
    for (let at = 0; at < sealed.length * 8; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at >> 3] = (changed[at >> 3] ?? 0) ^ (1 << (at & 7));
      expect(codeOf(() => openOctets(keyById, "row", changed))).not.toBe("opened");
    }
    for (let length = 0; length < sealed.length; length += 1) {
      expect(codeOf(() => openOctets(keyById, "row", sealed.subarray(0, length)))).not.toBe("opened");
    }
  });

  it("tells a foreign key from rubbish", () => {
    const stranger: DataKey = { id: "kgone", key: other.key };
    expect(codeOf(() => openText(keyById, "row", sealText(stranger, ivs(), "row", "x")))).toBe("UNKNOWN_KEY");
    for (const rubbish of ["", "v1", "v1.k.iv", "v2.k0123456789ab.AAAAAAAAAAAAAAAA.AAAA", "clear text", "v1....."]) {
      expect(codeOf(() => openText(keyById, "row", rubbish))).toBe("MALFORMED");
    }
  });

  it("never uses an IV twice, over the edge of the pool too, and never changes one that was given", () => {
    const given = Array.from({ length: 1_000 }, () => ivs());
    const seen = given.map((iv) => Buffer.from(iv).toString("hex"));
    expect(new Set(seen).size).toBe(1_000);
    for (let i = 0; i < 600; i += 1) ivs();
    expect(given.map((iv) => Buffer.from(iv).toString("hex"))).toEqual(seen);
  });
});

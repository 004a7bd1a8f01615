import { createHash, randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { digestOf } from "./file-digest";

const PIECE = 4_194_304;

it.each([0, 1, 63, 64, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE + 77])(
  "the digest of %i octets is that of the file, whichever pieces it was read in",
  async (length) => {
    const octets = randomBytes(length);
    const read: number[] = [];
    const digest = await digestOf(new Blob([octets]), (count) => read.push(count));
    expect(digest).toBe(createHash("sha256").update(octets).digest("hex"));
    expect(read.at(-1) ?? 0).toBe(length);
  },
);

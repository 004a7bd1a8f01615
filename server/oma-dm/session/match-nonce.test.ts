import { describe, expect, it } from "vitest";
import { DEFAULT_NONCES } from "../security";
import type { ClientCredential } from "./contract";
import { matchNonce } from "./match-nonce";

const nonce = (octet: number): Uint8Array => new Uint8Array(16).fill(octet);

const EVERY: ClientCredential = {
  scheme: "md5",
  name: "line-1",
  secret: nonce(0xee),
  nonceCurrent: nonce(1),
  noncePrevious: nonce(2),
  nonceRetired: nonce(3),
  challengeNonces: [nonce(4), nonce(5)],
  acceptChallengeNonce: true,
  acceptPreviousNonce: true,
  acceptEmptyNonce: true,
  acceptResyncNonce: true,
  sessionTrust: true,
};
const NONE: ClientCredential = {
  ...EVERY,
  acceptChallengeNonce: false,
  acceptPreviousNonce: false,
  acceptEmptyNonce: false,
  acceptResyncNonce: false,
};

/** What comes of a digest on one nonce: in the first message and later, where all that can be is accepted and where nothing is. */
function ends(used: Uint8Array): readonly string[] {
  const fits = (other: Uint8Array): boolean => Buffer.compare(used, other) === 0;
  return [EVERY, NONE].flatMap((client) =>
    [true, false].map((isOpen) => {
      const match = matchNonce(client, isOpen, fits);
      return typeof match === "string" ? match : `in by ${match.nonce}`;
    }),
  );
}

type Row = readonly [name: string, used: Uint8Array, ends: readonly string[]];

const ROWS: readonly Row[] = [
  ["the current nonce", nonce(1), ["in by current", "in by current", "in by current", "in by current"]],
  ["the previous nonce", nonce(2), ["in by previous", "stale_nonce", "stale_nonce", "stale_nonce"]],
  ["a nonce that was given up", nonce(3), ["retired_nonce", "retired_nonce", "retired_nonce", "retired_nonce"]],
  ["the nonce of a challenge", nonce(4), ["in by challenge", "in by challenge", "stale_nonce", "stale_nonce"]],
  ["the nonce of another one", nonce(5), ["in by challenge", "in by challenge", "stale_nonce", "stale_nonce"]],
  ["no nonce", new Uint8Array(), ["in by empty", "stale_nonce", "stale_nonce", "stale_nonce"]],
  ["any other nonce", nonce(9), ["wrong", "wrong", "wrong", "wrong"]],
  ...DEFAULT_NONCES.map(
    (octets): Row => [
      `the nonce that is agreed on for a new beginning, ${octets.length} octets`,
      octets,
      ["in by resync", "wrong", "resync_nonce", "wrong"],
    ],
  ),
];

describe("a digest", () => {
  it.each(ROWS)("on %s", (_name, used, expected) => {
    expect(ends(used)).toEqual(expected);
  });

  it("that is not on the current nonce is tried on every other one, whichever it is on", () => {
    const tried = [nonce(2), nonce(9)].map((used) => {
      let count = 0;
      matchNonce(EVERY, true, (other) => {
        count += 1;
        return Buffer.compare(used, other) === 0;
      });
      return count;
    });
    expect(tried[0]).toBe(tried[1]);
    expect(tried[0]).toBe(6 + DEFAULT_NONCES.length);
  });

  it("on the nonce that stands in for one that is missing is wrong", () => {
    const without = { ...EVERY, nonceCurrent: null, noncePrevious: null, nonceRetired: null };
    expect(matchNonce(without, true, (other) => Buffer.compare(nonce(0), other) === 0)).toBe("wrong");
  });
});

import { describe, expect, it } from "vitest";
import { earlierNonces, nonceHistoryAfter } from "./nonce-history";

const nonce = (letter: string) => Buffer.from(letter.repeat(16));
const [a, b, c] = [nonce("a"), nonce("b"), nonce("c")];

describe("nonces that were", () => {
  it("are none at first, and the first one becomes the previous when it is used", () => {
    expect(earlierNonces(null)).toEqual({ previous: null, retired: null });
    expect(nonceHistoryAfter({ nonceCurrent: null, noncePrevious: null }, "challenge")).toBeNull();
    const history = nonceHistoryAfter({ nonceCurrent: a, noncePrevious: null }, "current");
    expect(earlierNonces(history)).toEqual({ previous: a, retired: null });
  });

  it("using the current one retires the previous", () => {
    const history = nonceHistoryAfter({ nonceCurrent: b, noncePrevious: a }, "current");
    expect(earlierNonces(history)).toEqual({ previous: b, retired: a });
  });

  it("using the previous one keeps it and retires the current, which then never arrived", () => {
    const history = nonceHistoryAfter({ nonceCurrent: b, noncePrevious: Buffer.concat([a, c]) }, "previous");
    expect(earlierNonces(history)).toEqual({ previous: a, retired: b });
  });

  it("nothing is left of them after a re-synchronisation", () => {
    expect(nonceHistoryAfter({ nonceCurrent: b, noncePrevious: a }, "resync")).toBeNull();
  });
});

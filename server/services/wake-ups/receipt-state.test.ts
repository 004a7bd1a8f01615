import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PartReceipts, receiptOf, withReceipt } from "./receipt-state";

const NONE: PartReceipts = {};
const STATES = ["delivered", "failed", "expired", "unknown"] as const;

describe("receipts of a push", () => {
  it("a push arrived when every part did", () => {
    const first = withReceipt(NONE, 1, "delivered");
    expect(receiptOf(first, 2)).toBeNull();
    expect(receiptOf(withReceipt(first, 2, "delivered"), 2)).toBe("delivered");
  });

  it("is lost with one of its parts", () => {
    const parts = withReceipt(withReceipt(NONE, 1, "delivered"), 2, "expired");
    expect(receiptOf(parts, 2)).toBe("expired");
  });

  it("a part that arrived stays arrived, whatever comes later or again", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...STATES)), fc.array(fc.constantFrom(...STATES)), (before, after) => {
        const heard = [...before, "delivered" as const, ...after];
        const receipts = heard.reduce((known, state) => withReceipt(known, 1, state), NONE);
        expect(receiptOf(receipts, 1)).toBe("delivered");
      }),
    );
  });
});

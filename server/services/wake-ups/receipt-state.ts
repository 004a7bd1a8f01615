import type { ReceiptState } from "../../../drizzle/schema/wake-ups";

/** What is known of each part of a push, by its number. */
export type PartReceipts = Readonly<Record<string, ReceiptState>>;

/**
 * With one more receipt. They come late, twice and out of order: a part that arrived stays so, and what says nothing
 * changes nothing.
 */
export function withReceipt(receipts: PartReceipts, part: number, state: ReceiptState): PartReceipts {
  const known = receipts[part];
  if (known === "delivered" || (known !== undefined && state === "unknown")) return receipts;
  return { ...receipts, [part]: state };
}

/** Of the whole push: it arrived when all of its parts did, and is lost with one of them. null: not known yet. */
export function receiptOf(receipts: PartReceipts, parts: number): ReceiptState | null {
  const states = Object.values(receipts);
  if (states.includes("failed")) return "failed";
  if (states.includes("expired")) return "expired";
  if (states.filter((state) => state === "delivered").length >= parts) return "delivered";
  return states.includes("unknown") ? "unknown" : null;
}

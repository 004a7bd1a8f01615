import { within } from "../../within";
import type { HearReceipt, Receipt } from "./channel";

/** How long a peer is kept waiting for a receipt to be kept. */
export const KEEPING_MS_MAX = 5_000;

/**
 * Whether a receipt is kept in time. One that is not has to be answered so that the peer sends it again: it forgets what
 * it was told is well.
 */
export function keepReceipt(hear: HearReceipt, receipt: Receipt, msMax: number): Promise<boolean> {
  return within(hear(receipt), msMax, false);
}

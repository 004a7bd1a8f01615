import { DecodeError } from "./decode-error";
import type { DecodeLimits } from "./decode-limits";

/** What one message may still use up. Asked before the memory is taken. */
export class DecodeBudget {
  private elementsLeft: number;
  private textLeft: number;

  constructor(limits: DecodeLimits) {
    this.elementsLeft = limits.elementsMax;
    this.textLeft = limits.expandedTextOctetsMax;
  }

  /** Throws LIMIT_ELEMENTS. */
  takeElement(offset: number): void {
    this.elementsLeft -= 1;
    if (this.elementsLeft < 0) throw new DecodeError("LIMIT_ELEMENTS", offset);
  }

  /** Throws LIMIT_EXPANDED_TEXT. */
  takeText(octets: number, offset: number): void {
    this.textLeft -= octets;
    if (this.textLeft < 0) throw new DecodeError("LIMIT_EXPANDED_TEXT", offset);
  }
}

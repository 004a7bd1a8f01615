import { randomInt } from "node:crypto";
import {
  type PushMessage,
  SMS_PART_OCTETS,
  SMS_PARTS_MAX,
  type SmsPart,
  splitIntoSms,
  writeWspPush,
} from "../../oma-dm";

/** Octets of WSP headers around a body: 52 with a MAC and well-known names, rounded up. */
const WSP_HEADER_OCTETS_MAX = 128;
/** Octets of a body that fit the most short messages that can belong together. */
export const SMS_BODY_OCTETS_MAX = SMS_PARTS_MAX * SMS_PART_OCTETS - WSP_HEADER_OCTETS_MAX;

/** How many short messages a push takes: 1 for one that cannot be framed, which is then refused. */
export function smsCountOf(push: PushMessage): number {
  try {
    return splitIntoSms(writeWspPush(push, 0), { reference: 0 }).length;
  } catch {
    return 1;
  }
}

/** Frames pushes as short messages. The reference counts up, so that messages to one number are not mixed up. */
export class SmsFraming {
  #count = randomInt(256);

  /** Throws RangeError when the push does not fit, or its content type is no text. */
  frame(push: PushMessage): SmsPart[] {
    this.#count = (this.#count + 1) % 256;
    return splitIntoSms(writeWspPush(push, this.#count), { reference: this.#count });
  }
}

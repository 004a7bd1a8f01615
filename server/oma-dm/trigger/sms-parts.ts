/** Octets of user data that one 8-bit short message holds, its header included. Source: 3GPP TS 23.040. */
const USER_DATA_OCTETS = 140;
/** Header element with two 16-bit ports. */
const PORTS_ELEMENT = [0x05, 0x04] as const;
/** Header element of a part: reference, number of parts, number of this part. */
const CONCATENATION_ELEMENT = [0x00, 0x03] as const;
const PORTS_HEADER_OCTETS = 7;
const PART_HEADER_OCTETS = 12;
export const SMS_PART_OCTETS = USER_DATA_OCTETS - PART_HEADER_OCTETS;
export const SMS_PARTS_MAX = 255;

/** Where devices wait for connectionless push, and where it comes from by custom [IANA wap-push, wap-wsp]. */
const PUSH_PORT = 2_948;
const ORIGIN_PORT = 9_200;

/** One short message: the header and what follows it, which is how gateways take it. */
export interface SmsPart {
  /** From its length octet on. */
  readonly header: Uint8Array;
  readonly payload: Uint8Array;
}

export interface SmsOptions {
  /** 0 to 255; must differ between messages to one number that are under way at a time. */
  readonly reference: number;
  readonly originPort?: number;
}

/**
 * Cuts a WSP PDU into short messages to the push port of a device: one with up to 133 octets, or up to 255 with 128
 * each. Throws RangeError when it is empty or does not fit.
 */
export function splitIntoSms(pdu: Uint8Array, { reference, originPort = ORIGIN_PORT }: SmsOptions): SmsPart[] {
  if (pdu.length === 0) throw new RangeError("nothing to send");
  const ports = [...PORTS_ELEMENT, PUSH_PORT >> 8, PUSH_PORT & 0xff, originPort >> 8, originPort & 0xff];
  if (pdu.length <= USER_DATA_OCTETS - PORTS_HEADER_OCTETS) return [{ header: withLength(ports), payload: pdu }];
  const count = Math.ceil(pdu.length / SMS_PART_OCTETS);
  if (count > SMS_PARTS_MAX) throw new RangeError(`more than ${SMS_PARTS_MAX} short messages`);
  return Array.from({ length: count }, (_, index) => ({
    header: withLength([...ports, ...CONCATENATION_ELEMENT, reference & 0xff, count, index + 1]),
    payload: pdu.subarray(index * SMS_PART_OCTETS, (index + 1) * SMS_PART_OCTETS),
  }));
}

function withLength(elements: readonly number[]): Uint8Array {
  return Uint8Array.from([elements.length, ...elements]);
}

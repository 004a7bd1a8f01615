import type { BootstrapSecurity, PushMessage, PushProtection } from "./push-message";

/**
 * Connectionless push of the Wireless Session Protocol, the framing of SMS and of UDP port 2948. Numbers: WAP-230-WSP
 * and the OMA Naming Authority's lists, compared with the tables of Wireshark.
 */
const PUSH_PDU = 0x06;
/** Well-known numbers of one octet carry this bit. */
const SHORT = 0x80;
const TEXT_END = 0x00;
/** A value length up to 30 is one octet; 31 says that it follows as uintvar. */
const SHORT_LENGTH_MAX = 30;
const LENGTH_QUOTE = 0x1f;
/** The first octet of a text must not look like a number or a length. */
const TEXT_START_MIN = 0x20;
const TEXT_START_MAX = 0x7f;

const CONTENT_TYPES: ReadonlyMap<string, number> = new Map([
  ["application/vnd.wap.connectivity-wbxml", 0x36],
  ["application/vnd.syncml.dm+wbxml", 0x42],
  ["application/vnd.syncml.dm+xml", 0x43],
  ["application/vnd.syncml.notification", 0x44],
]);

const HEADER_APPLICATION_ID = 0x2f;
const APPLICATION_IDS: ReadonlyMap<string, number> = new Map([
  ["x-wap-application:wml.ua", 0x02],
  ["x-wap-application:push.syncml", 0x05],
  ["x-wap-application:syncml.dm", 0x07],
]);

const PARAMETER_SEC = 0x11;
const PARAMETER_MAC = 0x12;
/** No source gives numbers to the names of the DM profile; they stand for the same ingredients as those of OMA CP. */
const SEC_NUMBERS: Readonly<Record<BootstrapSecurity, number>> = {
  NETWPIN: 0,
  USERPIN: 1,
  USERNETWPIN: 2,
  USERPINMAC: 3,
  NETWORKID: 0,
  USERPIN_NETWORKID: 2,
};

/**
 * Writes a push as one WSP PDU. `transactionId` 0 to 255 lets a receiver tell repetitions.
 * Throws RangeError for a content type or an application id that is neither known nor plain text.
 */
export function writeWspPush(push: PushMessage, transactionId: number): Uint8Array {
  const headers = Buffer.concat([contentType(push), applicationId(push.applicationId)]);
  return Buffer.concat([Buffer.of(transactionId & 0xff, PUSH_PDU), uintvar(headers.length), headers, push.body]);
}

function contentType({ contentType, protection }: PushMessage): Uint8Array {
  const type = numberOrText(CONTENT_TYPES, contentType);
  if (!protection) return type;
  const value = Buffer.concat([type, parameters(protection)]);
  const length =
    value.length <= SHORT_LENGTH_MAX
      ? Buffer.of(value.length)
      : Buffer.concat([Buffer.of(LENGTH_QUOTE), uintvar(value.length)]);
  return Buffer.concat([length, value]);
}

function parameters({ security, mac }: PushProtection): Uint8Array {
  const sec = Buffer.of(SHORT | PARAMETER_SEC, SHORT | SEC_NUMBERS[security]);
  return mac === null ? sec : Buffer.concat([sec, Buffer.of(SHORT | PARAMETER_MAC), text(mac)]);
}

function applicationId(id: string | null): Uint8Array {
  if (id === null) return new Uint8Array();
  return Buffer.concat([Buffer.of(SHORT | HEADER_APPLICATION_ID), numberOrText(APPLICATION_IDS, id)]);
}

function numberOrText(numbers: ReadonlyMap<string, number>, name: string): Uint8Array {
  const number = numbers.get(name);
  return number === undefined ? text(name) : Buffer.of(SHORT | number);
}

function text(value: string): Uint8Array {
  const octets = Buffer.from(value, "latin1");
  const first = octets[0] ?? 0;
  if (first < TEXT_START_MIN || first > TEXT_START_MAX || octets.includes(TEXT_END)) {
    throw new RangeError("a push header holds printable text only");
  }
  return Buffer.concat([octets, Buffer.of(TEXT_END)]);
}

/** Seven bits an octet, the most significant first; all but the last have the top bit set. */
function uintvar(value: number): Uint8Array {
  const octets = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) octets.unshift((rest & 0x7f) | 0x80);
  return Uint8Array.from(octets);
}

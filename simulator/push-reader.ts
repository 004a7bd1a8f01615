import { DecodeError } from "../server/oma-dm/decode-error";

/**
 * What a device makes of a connectionless WSP push. Written beside the server's own writer on purpose: the two have to
 * agree on octets, not on code. Numbers: WAP-230-WSP and the OMA Naming Authority's lists.
 */
export interface ReceivedPush {
  readonly contentType: string;
  /** null: the push names none. */
  readonly applicationId: string | null;
  /** NETWPIN, USERPIN, USERNETWPIN or USERPINMAC; null without. */
  readonly security: string | null;
  readonly mac: string | null;
  readonly body: Uint8Array;
}

const OCTETS_MAX = 65_536;
const PUSH_PDU = 0x06;
const UINTVAR_OCTETS_MAX = 5;
const LENGTH_QUOTE = 31;
const TEXT_FIRST = 32;
const NUMBER_FIRST = 128;

const CONTENT_TYPES: Readonly<Record<number, string>> = {
  54: "application/vnd.wap.connectivity-wbxml",
  66: "application/vnd.syncml.dm+wbxml",
  67: "application/vnd.syncml.dm+xml",
  68: "application/vnd.syncml.notification",
};
const APPLICATION_IDS: Readonly<Record<number, string>> = {
  2: "x-wap-application:wml.ua",
  5: "x-wap-application:push.syncml",
  7: "x-wap-application:syncml.dm",
};
const SECURITY_METHODS = ["NETWPIN", "USERPIN", "USERNETWPIN", "USERPINMAC"];
const SEC_PARAMETER = 17;
const MAC_PARAMETER = 18;
const APPLICATION_ID_HEADER = 47;

/** A number, a text, or octets of a form that nobody here needs to know. */
type Value = number | string | Uint8Array;

/** Reads a push PDU. Throws DecodeError. */
export function readWspPush(octets: Uint8Array): ReceivedPush {
  if (octets.length > OCTETS_MAX) throw new DecodeError("LIMIT_OCTETS", OCTETS_MAX);
  const start = new Cursor(octets, 0, octets.length);
  start.u8();
  if (start.u8() !== PUSH_PDU) throw new DecodeError("UNSUPPORTED_TOKEN", 1, "no push");
  const headers = start.within(start.uintvar());
  const { contentType, security, mac } = readContentType(headers);
  let applicationId: string | null = null;
  while (!headers.isAtEnd) {
    const name = headers.value();
    const value = headers.value();
    if (name === APPLICATION_ID_HEADER) applicationId = named(APPLICATION_IDS, value);
  }
  return { contentType, applicationId, security, mac, body: octets.slice(headers.end) };
}

function readContentType(headers: Cursor): Pick<ReceivedPush, "contentType" | "security" | "mac"> {
  const first = headers.peek();
  if (first >= TEXT_FIRST) return { contentType: named(CONTENT_TYPES, headers.value()), security: null, mac: null };
  const inside = headers.within(headers.valueLength());
  const contentType = named(CONTENT_TYPES, inside.value());
  let security: string | null = null;
  let mac: string | null = null;
  while (!inside.isAtEnd) {
    const name = inside.value();
    const value = inside.value();
    if (name === SEC_PARAMETER) security = typeof value === "number" ? (SECURITY_METHODS[value] ?? null) : `${value}`;
    if (name === MAC_PARAMETER && typeof value === "string") mac = value;
  }
  return { contentType, security, mac };
}

function named(names: Readonly<Record<number, string>>, value: Value): string {
  if (typeof value === "string") return value;
  return (typeof value === "number" && names[value]) || `unknown/${value}`;
}

class Cursor {
  constructor(
    private readonly octets: Uint8Array,
    private at: number,
    readonly end: number,
  ) {}

  get isAtEnd(): boolean {
    return this.at === this.end;
  }

  peek(): number {
    const octet = this.octets[this.at];
    if (octet === undefined || this.at >= this.end) throw new DecodeError("TRUNCATED", this.at);
    return octet;
  }

  u8(): number {
    const octet = this.peek();
    this.at += 1;
    return octet;
  }

  uintvar(): number {
    let value = 0;
    for (let octet = 1; octet <= UINTVAR_OCTETS_MAX; octet += 1) {
      const bits = this.u8();
      value = value * 128 + (bits & 127);
      if (bits < 128 && value <= 0xffff_ffff) return value;
    }
    throw new DecodeError("INTEGER_TOO_LARGE", this.at);
  }

  /** The next `length` octets, behind which this one goes on. */
  within(length: number): Cursor {
    const start = this.at;
    if (length > this.end - start) throw new DecodeError("TRUNCATED", this.end, `${length} octets announced`);
    this.at += length;
    return new Cursor(this.octets, start, this.at);
  }

  valueLength(): number {
    const octet = this.u8();
    return octet === LENGTH_QUOTE ? this.uintvar() : octet;
  }

  value(): Value {
    const first = this.peek();
    if (first >= NUMBER_FIRST) return this.u8() - NUMBER_FIRST;
    if (first >= TEXT_FIRST) return this.#text();
    const inside = this.within(this.valueLength());
    return this.octets.slice(inside.at, inside.end);
  }

  #text(): string {
    const stop = this.octets.indexOf(0, this.at);
    if (stop < 0 || stop >= this.end) throw new DecodeError("TRUNCATED", this.end, "text without end");
    const text = Buffer.from(this.octets.subarray(this.at, stop)).toString("latin1");
    this.at = stop + 1;
    return text;
  }
}

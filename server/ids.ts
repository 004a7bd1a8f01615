import { hash } from "node:crypto";
import { randomOctets } from "./random-octets";

/**
 * Public ids: a prefix and the uuid in Crockford base32 (26 characters, lower case, no i l o u). A task has no id of
 * its own: its public id is device and operation, one behind the other.
 */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const UUID_CHARACTERS = 26;

export type IdPrefix =
  | "dev"
  | "op"
  | "evt"
  | "xs"
  | "usr"
  | "ses"
  | "ddf"
  | "cap"
  | "grp"
  | "imp"
  | "con"
  | "sgk"
  | "sub"
  | "gra";

/** `toPublicId("op", uuid)` gives `op_...`. */
export function toPublicId(prefix: IdPrefix, uuid: string): string {
  return `${prefix}_${encodeUuid(uuid)}`;
}

/** The uuid in a public id of that prefix, or null when the text is no such id. */
export function fromPublicId(prefix: IdPrefix, id: string): string | null {
  return id.startsWith(`${prefix}_`) ? decodeUuid(id.slice(prefix.length + 1)) : null;
}

/** For what cannot be an id at all: it asks for a row that there is not, and so is answered as an unknown id is. */
export const NO_ID = "00000000-0000-0000-0000-000000000000";

export function toTaskId(deviceId: string, operationId: string): string {
  return `task_${encodeUuid(deviceId)}${encodeUuid(operationId)}`;
}

export function fromTaskId(id: string): { readonly deviceId: string; readonly operationId: string } | null {
  const text = id.startsWith("task_") ? id.slice(5) : "";
  if (text.length !== 2 * UUID_CHARACTERS) return null;
  const deviceId = decodeUuid(text.slice(0, UUID_CHARACTERS));
  const operationId = decodeUuid(text.slice(UUID_CHARACTERS));
  return deviceId && operationId ? { deviceId, operationId } : null;
}

/**
 * The key of a device: the first 128 bits of SHA-256 over realm and DevId, as a uuid. Computed, so that no look-up is
 * needed to route a message; the stored DevId is compared all the same.
 */
export function deviceIdOf(realm: "live" | "sandbox", devId: string): string {
  return formatUuid(hash("sha256", `${realm}\0${devId}`, "hex"));
}

const SEQUENCE_MAX = 0xfff;
/** Random digits of one uuid behind its version; drawn and written out for many at once. */
const RANDOM_DIGITS = 16;
const UUIDS_PER_DRAW = 256;
let lastMs = 0;
let lastMsDigits = "";
let sequence = 0;
let randomDigits = "";
let digitsUsed = 0;

/**
 * A UUIDv7 (RFC 9562 5.7), made here because PostgreSQL before 18 has no generator. The 12 bits behind the milliseconds
 * count (6.2, method 1): what one process makes later sorts later.
 */
export function newUuid(): string {
  const now = Math.max(Date.now(), lastMs);
  sequence = now === lastMs ? sequence + 1 : 0;
  moveTo(sequence > SEQUENCE_MAX ? now + 1 : now);
  sequence %= SEQUENCE_MAX + 1;
  const from = takeDigits();
  const variant = VARIANT_DIGITS[Number.parseInt(randomDigits.charAt(from), 16) & 3];
  const counted = (SEQUENCE_MAX + 1 + sequence).toString(16).slice(1);
  return `${lastMsDigits}-7${counted}-${variant}${randomDigits.slice(from + 1, from + 4)}-${randomDigits.slice(from + 4, from + RANDOM_DIGITS)}`;
}

/** The two upper bits are 10 (RFC 9562 4.1), the others are drawn. */
const VARIANT_DIGITS = "89ab";

function moveTo(ms: number): void {
  if (ms === lastMs) return;
  lastMs = ms;
  const digits = ms.toString(16).padStart(12, "0");
  lastMsDigits = `${digits.slice(0, 8)}-${digits.slice(8)}`;
}

/** Where the next random digits begin. */
function takeDigits(): number {
  if (digitsUsed === randomDigits.length) {
    randomDigits = randomOctets((UUIDS_PER_DRAW * RANDOM_DIGITS) / 2).toString("hex");
    digitsUsed = 0;
  }
  digitsUsed += RANDOM_DIGITS;
  return digitsUsed - RANDOM_DIGITS;
}

/** The uuid that the first 32 hexadecimal digits are. */
export function formatUuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/** Every ten bits as the two characters that write them. */
const PAIRS = Array.from({ length: 1_024 }, (_, bits) => ALPHABET.charAt(bits >> 5) + ALPHABET.charAt(bits & 31));

/** Of the code of each character that is a hexadecimal digit. */
const HEX_VALUES = Uint8Array.from({ length: 128 }, (_, code) => Number.parseInt(String.fromCharCode(code), 16) || 0);
const HYPHEN = 45;

/** Two zero bits, then the 128, ten at a time and without a detour over other texts: a page of events has thousands of ids. */
function encodeUuid(uuid: string): string {
  let text = "";
  let bits = 0;
  let count = 2;
  for (let i = 0; i < uuid.length; i += 1) {
    const code = uuid.charCodeAt(i);
    if (code === HYPHEN) continue;
    bits = ((bits << 4) | (HEX_VALUES[code] ?? 0)) & 0xffff;
    count += 4;
    if (count < 10) continue;
    count -= 10;
    text += PAIRS[(bits >> count) & 1_023];
  }
  return text;
}

/** Of the code of each character that the alphabet has; others 32. */
const DIGITS = Uint8Array.from({ length: 128 }, (_, code) => {
  const digit = ALPHABET.indexOf(String.fromCharCode(code));
  return digit < 0 ? ALPHABET.length : digit;
});

function decodeUuid(text: string): string | null {
  if (text.length !== UUID_CHARACTERS) return null;
  const octets = Buffer.alloc(16);
  let bits = 0;
  let count = -2;
  let place = 0;
  for (let i = 0; i < text.length; i += 1) {
    const digit = DIGITS[text.charCodeAt(i)] ?? ALPHABET.length;
    // The first digit has the two bits of 130 that a uuid has not.
    if (digit >= (i === 0 ? 8 : ALPHABET.length)) return null;
    bits = ((bits << 5) | digit) & 0xffff;
    count += 5;
    if (count < 8) continue;
    count -= 8;
    octets[place] = bits >> count;
    place += 1;
  }
  return formatUuid(octets.toString("hex"));
}

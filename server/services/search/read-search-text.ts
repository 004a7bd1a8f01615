import type { SearchReason } from "./schemas";

/** What a pasted text may be: a public id, or names of a device, the likeliest first. */
export type SearchText =
  | { readonly kind: "id"; readonly id: string }
  | { readonly kind: "names"; readonly names: readonly DeviceNameGuess[] }
  | { readonly kind: "words" };

/** `value` is written as the column holds it. */
export interface DeviceNameGuess {
  readonly column: "devId" | "msisdn" | "imsi";
  readonly value: string;
  readonly reason: SearchReason;
}

const ID = /(?:^|[\s/=:"'(])((?:dev|op|task|con|sub|evt)_[0-9a-z]{26,52})\b/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const LABEL = /^(?:imei(?:sv)?|imsi|msisdn|mac|phone|number|tel|nummer|rufnummer)\s*[:#=.]?\s*/i;
const DEV_ID = /^(?:IMEI:|MAC:|urn:uuid:|urn:imei:)/i;

/**
 * Reads what somebody pasted. Spaces, dashes, dots, brackets and a label before a number do not matter. A number of 15
 * digits is never guessed to be one thing: it is given as IMEI, IMSI and MSISDN, a well-formed IMEI first.
 */
export function readSearchText(text: string): SearchText {
  const trimmed = text.trim();
  const id = ID.exec(trimmed)?.[1];
  if (id) return { kind: "id", id };
  if (DEV_ID.test(trimmed)) return names([{ column: "devId", value: canonicalDevId(trimmed), reason: "dev_id" }]);
  const bare = trimmed.replace(LABEL, "");
  if (UUID.test(bare)) return names([{ column: "devId", value: `urn:uuid:${bare.toLowerCase()}`, reason: "uuid" }]);
  const packed = bare.replaceAll(/[\s.\-()/:]/g, "");
  if (/^\+?\d+$/.test(packed)) return readNumber(packed);
  if (/^[0-9a-f]{12}$/i.test(packed)) return names(macGuesses(packed));
  return { kind: "words" };
}

function readNumber(packed: string): SearchText {
  const digits = packed.replace(/^\+|^00/, "");
  const international = digits.length !== packed.length;
  const guesses: DeviceNameGuess[] = [];
  if (!international && digits.length === 15) {
    const imei = { column: "devId", value: `IMEI:${digits}`, reason: "imei" } as const;
    const imsi = { column: "imsi", value: digits, reason: "imsi" } as const;
    guesses.push(...(hasLuhnDigit(digits) ? [imei, imsi] : [imsi, imei]));
  }
  if (!international && digits.length === 14) {
    guesses.push(
      { column: "devId", value: `IMEI:${digits}${luhnDigit(digits)}`, reason: "imei" },
      { column: "devId", value: `IMEI:${digits}`, reason: "imei" },
      { column: "imsi", value: digits, reason: "imsi" },
    );
  }
  if (!international && digits.length === 16) {
    const withoutVersion = digits.slice(0, 14);
    guesses.push(
      { column: "devId", value: `IMEI:${digits}`, reason: "imeisv" },
      { column: "devId", value: `IMEI:${withoutVersion}${luhnDigit(withoutVersion)}`, reason: "imeisv" },
    );
  }
  if (!international && digits.length === 12) guesses.push(...macGuesses(digits));
  if (digits.length >= 7 && digits.length <= 15) guesses.push({ column: "msisdn", value: digits, reason: "msisdn" });
  return guesses.length > 0 ? names(guesses) : { kind: "words" };
}

/** A MAC as DevId is stored as the device wrote it, which may be in either case. */
function macGuesses(hex: string): DeviceNameGuess[] {
  const written = new Set([hex.toUpperCase(), hex.toLowerCase()]);
  return [...written].map((value) => ({ column: "devId", value: `MAC:${value}`, reason: "mac" }) as const);
}

function canonicalDevId(text: string): string {
  return text
    .replace(/\s/g, "")
    .replace(DEV_ID, (scheme) => (/^urn/i.test(scheme) ? scheme.toLowerCase() : scheme.toUpperCase()));
}

function names(guesses: readonly DeviceNameGuess[]): SearchText {
  return { kind: "names", names: guesses };
}

function hasLuhnDigit(digits: string): boolean {
  return luhnDigit(digits.slice(0, -1)) === Number(digits.at(-1));
}

/** The check digit of an IMEI's first 14 digits: every second digit doubled, from the right, digit sums added up. */
function luhnDigit(digits: string): number {
  let sum = 0;
  [...digits].reverse().forEach((character, i) => {
    const digit = Number(character) * (i % 2 === 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  });
  return (10 - (sum % 10)) % 10;
}

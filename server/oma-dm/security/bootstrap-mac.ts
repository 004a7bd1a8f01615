import { createHmac } from "node:crypto";

/**
 * The MAC of a bootstrap document over its WBXML octets: HMAC-SHA-1 as 40 upper-case hex characters (clients compare
 * the text). The key is the secret, the PIN, or what `imsiKey` makes, alone or followed by the PIN.
 * Source: OMA-TS-DM_Bootstrap 1.2.1.
 */
export function bootstrapMac(key: Uint8Array, document: Uint8Array): string {
  return createHmac("sha1", key).update(document).digest("hex").toUpperCase();
}

/**
 * The key that NETWPIN stands for: the IMSI packed as on the SIM. `9` before an odd number of digits, or `1` before
 * and `F` behind an even one, then the nibbles of each octet swapped.
 */
export function imsiKey(imsi: string): Uint8Array {
  const nibbles = imsi.length % 2 === 1 ? `9${imsi}` : `1${imsi}F`;
  return Buffer.from(nibbles.replace(/(.)(.)/g, "$2$1"), "hex");
}

/**
 * The second half of a PIN of method USERPINMAC: one digit for each of the first half, made of the first octets of the
 * document's HMAC-SHA-1 under the first half. Takes up to 20 digits, as many as a digest has octets.
 * Source: OMA-WAP-ProvBoot 1.1; a published Android client reckons the same.
 */
export function pinCheckDigits(firstHalf: string, document: Uint8Array): string {
  const digest = createHmac("sha1", firstHalf).update(document).digest();
  return Array.from(digest.subarray(0, firstHalf.length), (octet) => octet % 10).join("");
}

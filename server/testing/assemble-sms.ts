/** Where the two kinds of user data header of `splitIntoSms` differ. */
const PORTS_ONLY_OCTETS = 7;
const HEADER_OCTETS = 12;

/** Puts short messages, as a phone gets them, together again; in any order, with repetitions. null: parts are missing. */
export function assembleSms(userData: readonly Uint8Array[]): Uint8Array | null {
  const parts = new Map<number, Uint8Array>();
  let count = 1;
  for (const octets of userData) {
    const headerOctets = (octets[0] ?? 0) + 1;
    if (headerOctets === PORTS_ONLY_OCTETS) parts.set(1, octets.subarray(headerOctets));
    else if (headerOctets === HEADER_OCTETS) {
      count = octets[10] ?? 0;
      parts.set(octets[11] ?? 0, octets.subarray(headerOctets));
    } else throw new Error(`a user data header of ${headerOctets} octets`);
  }
  if (parts.size !== count) return null;
  return Buffer.concat([...parts.keys()].sort((a, b) => a - b).map((number) => parts.get(number) ?? new Uint8Array()));
}

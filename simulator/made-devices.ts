import { createHash } from "node:crypto";
import type { FleetDevice } from "./fleet-device";
import type { Profile } from "./profile";

/** Octets of a secret: 160 bits. */
const SECRET_OCTETS = 20;
/** A type allocation code that no real device has: 00 begins test numbers. */
const TEST_TAC = "00440123";
const DEVICES_MAX = 100_000;

export interface MadeDevices {
  readonly count: number;
  readonly seed: string;
  /** Taken in turn. */
  readonly profiles: readonly Profile[];
  /** Name of the server's credential: what it signs notifications with and what access control lists call it. */
  readonly serverId: string;
}

/**
 * Makes devices: the same seed gives the same DevIds and secrets, another one gives others. Half of them speak WBXML,
 * half XML. All prove themselves by MD5 and want the server to do so.
 */
export function makeDevices({ count, seed, profiles, serverId }: MadeDevices): FleetDevice[] {
  if (!Number.isInteger(count) || count < 1 || count > DEVICES_MAX)
    throw new RangeError(`devices: 1 to ${DEVICES_MAX}`);
  return Array.from({ length: count }, (_, index) => {
    const profile = profiles[index % profiles.length];
    if (!profile) throw new RangeError("no profile");
    const devId = devIdOf(profile.devIdKind, seed, index);
    return {
      devId,
      encoding: Math.floor(index / profiles.length) % 2 === 0 ? "wbxml" : "xml",
      profile,
      client: { scheme: "md5", name: devId, secret: secretOf(seed, devId, "client") },
      server: { scheme: "md5", name: serverId, secret: secretOf(seed, devId, "server") },
    };
  });
}

function secretOf(seed: string, devId: string, whose: "client" | "server"): string {
  return digestOf("secret", seed, devId, whose).subarray(0, SECRET_OCTETS).toString("base64url");
}

function devIdOf(kind: Profile["devIdKind"], seed: string, index: number): string {
  const digest = digestOf("device", seed, `${index}`);
  const hex = digest.toString("hex");
  switch (kind) {
    case "imei": {
      // A TAC and six digits leave a million numbers: the low ones by place, so that none is met twice in a fleet.
      const offset = digestOf("imei", seed).readUInt32BE(0);
      const digits = `${TEST_TAC}${`${(offset + index) % 1_000_000}`.padStart(6, "0")}`;
      return `IMEI:${digits}${luhnDigit(digits)}`;
    }
    case "mac":
      // 02: locally administered, so no real adapter has it.
      return `MAC:02${hex.slice(0, 10).toUpperCase()}`;
    case "uuid":
      return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }
}

function digestOf(...parts: readonly string[]): Buffer {
  return createHash("sha256").update(parts.join("\0")).digest();
}

/** The check digit of an IMEI: every second digit from the right is doubled. */
function luhnDigit(digits: string): number {
  let sum = 0;
  for (const [place, digit] of [...digits].reverse().entries()) {
    const value = Number(digit) * (place % 2 === 0 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return (10 - (sum % 10)) % 10;
}

import { createHmac } from "node:crypto";
import type { FleetDevice } from "../../simulator/fleet-device";
import { type BuiltInProfileName, builtInProfile } from "../../simulator/profile";

const PROFILES: readonly BuiltInProfileName[] = ["phone", "router", "vehicle"];
/** The server's name at its devices. */
const SERVER_NAME = "dmwsi";

/** A simulated device and what is known of its subscriber. */
export interface QuickstartDevice {
  readonly device: FleetDevice;
  readonly msisdn: string;
  readonly imsi: string;
}

/**
 * The devices of quickstart, the same at every start: profiles in turn, half of them XML. Their secrets follow from the
 * master key, so that no file has to keep them and no two installations share one.
 */
export function quickstartDevices(masterKey: Uint8Array, count: number): QuickstartDevice[] {
  const profiles = PROFILES.map((name) => builtInProfile(name));
  return Array.from({ length: count }, (_, n) => {
    const profile = profiles[n % profiles.length] as (typeof profiles)[number]; // n modulo the length
    const devId = devIdOf(profile.devIdKind, n);
    const secretOf = (side: string) =>
      createHmac("sha256", masterKey).update(`quickstart device ${devId} ${side}`).digest("base64url").slice(0, 27);
    const number = String(n + 1).padStart(4, "0");
    return {
      msisdn: `49170555${number}`,
      imsi: `26201000000${number}`,
      device: {
        devId,
        encoding: n % 2 === 0 ? "wbxml" : "xml",
        profile,
        client: { scheme: "md5", name: devId, secret: secretOf("client") },
        server: { scheme: "md5", name: SERVER_NAME, secret: secretOf("server") },
      },
    };
  });
}

/** Its place in the row of devices: behind all that there can be. */
const FACTORY_NEW = 9_998;

/** A phone as it comes out of its box: it has no account yet, and its SIM is all that anybody knows of it. */
export function factoryNewPhone(): QuickstartDevice {
  const number = String(FACTORY_NEW + 1);
  const imsi = `26201000000${number}`;
  const none = { scheme: "none", name: "", secret: "" } as const;
  return {
    msisdn: `49170555${number}`,
    imsi,
    device: {
      devId: devIdOf("imei", FACTORY_NEW),
      encoding: "wbxml",
      profile: builtInProfile("phone"),
      client: none,
      server: none,
      subscriber: { imsi, pin: null },
      hasAccount: false,
    },
  };
}

function devIdOf(kind: "imei" | "mac" | "uuid", n: number): string {
  if (kind === "mac") return `MAC:02000000${n.toString(16).toUpperCase().padStart(4, "0")}`;
  if (kind === "uuid") return `urn:uuid:00000000-0000-4000-8000-${n.toString(16).padStart(12, "0")}`;
  const digits = String(35_000_000_000_000 + n);
  return `IMEI:${digits}${luhnDigit(digits)}`;
}

/** The check digit at the end of an IMEI [3GPP TS 23.003, annex B]. */
function luhnDigit(digits: string): number {
  const sum = [...digits].reduceRight((total, digit, i) => {
    const doubled = Number(digit) * ((digits.length - i) % 2 === 1 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return (10 - (sum % 10)) % 10;
}

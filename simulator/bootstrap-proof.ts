import { bootstrapMac, equalSecrets, imsiKey, pinCheckDigits } from "../server/oma-dm/security";
import type { ReceivedPush } from "./push-reader";

/** What a device knows of its subscriber, beside what a bootstrap says. */
export interface Subscriber {
  /** Of the SIM. */
  readonly imsi: string;
  /** What its user enters when asked; null: nobody told the user one. */
  readonly pin: string | null;
}

/**
 * Whether a bootstrap comes from somebody who knows the subscriber: by its MAC, or with USERPINMAC by the PIN. One that
 * nothing protects does not. Source: OMA-WAP-ProvBoot 1.1, OMA-TS-DM_Bootstrap 1.2.1.
 */
export function isGenuine({ contentType, security, mac, body }: ReceivedPush, { imsi, pin }: Subscriber): boolean {
  if (security === "USERPINMAC") {
    const half = pin?.slice(0, pin.length / 2) ?? "";
    return half.length >= 5 && equalSecrets(pin ?? "", half + pinCheckDigits(half, body));
  }
  const isMessage = contentType.startsWith("application/vnd.syncml.dm");
  const key = keyOf(security, isMessage ? Buffer.from(imsi, "ascii") : imsiKey(imsi), pin, isMessage);
  return key !== null && mac !== null && equalSecrets(bootstrapMac(key, body), mac);
}

/** WSP has one number for the names of both profiles; the two profiles put PIN and network id together differently. */
function keyOf(
  security: string | null,
  network: Uint8Array,
  pin: string | null,
  isMessage: boolean,
): Uint8Array | null {
  switch (security) {
    case "NETWPIN":
    case "NETWORKID":
      return network;
    case "USERPIN":
      return pin === null ? null : Buffer.from(pin, "ascii");
    case "USERNETWPIN":
    case "USERPIN_NETWORKID":
      if (pin === null) return null;
      return isMessage ? Buffer.concat([Buffer.from(`${pin}:`), network]) : Buffer.concat([network, Buffer.from(pin)]);
    default:
      return null;
  }
}

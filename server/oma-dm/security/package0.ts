import { equalSecrets } from "./equal-secrets";
import { credentialDigest, notificationDigest } from "./md5";

/** Lengths in octets. Layout: OMA-TS-DM_Notification 1.2.1. */
const DIGEST_OCTETS = 16;
const TRIGGER_HEADER_OCTETS = 8;

/** Bits of the first 16-bit word of the trigger: version (10), ui-mode (2), initiator (1), future use (3 of 27). */
const VERSION_SHIFT = 6;
const UI_MODE_SHIFT = 4;
const INITIATOR_SHIFT = 3;

/** How much of the session the user is to see, by the two bits that say so. */
export const UI_MODES = ["unspecified", "background", "informative", "interactive"] as const;
export type UiMode = (typeof UI_MODES)[number];

/** A notification (Package 0) as it is inside: who asks the device to call home, and for which session. */
export interface Package0 {
  readonly digest: Uint8Array;
  /** What the digest covers: everything behind it. */
  readonly trigger: Uint8Array;
  /** Ten times the notification version: 11 for 1.1. */
  readonly version: number;
  readonly uiMode: UiMode;
  readonly initiator: "client" | "server";
  /** 1 to 65,535. */
  readonly sessionId: number;
  readonly serverId: string;
  readonly vendorData: Uint8Array;
}

/** Reads the octets of a notification; null when they are too short for what they announce. */
export function readPackage0(octets: Uint8Array): Package0 | null {
  const trigger = octets.subarray(DIGEST_OCTETS);
  if (trigger.length < TRIGGER_HEADER_OCTETS) return null;
  const view = new DataView(trigger.buffer, trigger.byteOffset, trigger.byteLength);
  const word = view.getUint16(0);
  const serverIdEnd = TRIGGER_HEADER_OCTETS + view.getUint8(7);
  if (serverIdEnd === TRIGGER_HEADER_OCTETS || trigger.length < serverIdEnd) return null;
  return {
    digest: octets.subarray(0, DIGEST_OCTETS),
    trigger,
    version: word >> VERSION_SHIFT,
    uiMode: UI_MODES[(word >> UI_MODE_SHIFT) & 0b11] ?? "unspecified",
    initiator: ((word >> INITIATOR_SHIFT) & 1) === 1 ? "server" : "client",
    sessionId: view.getUint16(5),
    serverId: Buffer.from(trigger.subarray(TRIGGER_HEADER_OCTETS, serverIdEnd)).toString("utf8"),
    vendorData: trigger.subarray(serverIdEnd),
  };
}

/** Whether the notification was signed with this server secret and nonce. */
export function verifyPackage0(notification: Package0, secret: Uint8Array, nonce: Uint8Array): boolean {
  const credential = credentialDigest(notification.serverId, secret);
  return equalSecrets(notificationDigest(credential, nonce, notification.trigger), notification.digest);
}

import { credentialDigest, notificationDigest, UI_MODES, type UiMode } from "../security";
import type { PushMessage } from "./push-message";

/** Ten times the notification version: 1.1, the one of DM 1.2 and 1.2.1; DM 1.3 clients accept it too. */
const VERSION = 11;

/** Bits below the version and the ui-mode in the first octets. Layout: OMA-TS-DM_Notification 1.2.1. */
const VERSION_SHIFT = 6;
const UI_MODE_SHIFT = 4;
const INITIATOR_SHIFT = 3;

const HEADER_OCTETS = 8;
const SERVER_ID_OCTETS_MAX = 255;
const SESSION_ID_MAX = 0xffff;
/** Octets of what a vendor adds; with it a notification still fits a handful of short messages. */
const VENDOR_OCTETS_MAX = 512;

export interface Package0Input {
  /** Name of the server's credential, 1 to 255 octets; the ServerID of the device's account. */
  readonly serverId: string;
  /**
   * The server's secret and the nonce the device gave last; one of `DEFAULT_NONCES` asks a device that has lost it for
   * a new one.
   */
  readonly secret: Uint8Array;
  readonly nonce: Uint8Array;
  /** 1 to 65,535. A repeated notification keeps it, so that the device starts one session only. */
  readonly sessionId: number;
  readonly uiMode: UiMode;
  /** Who wanted the session: a person at the device's end, or this server. */
  readonly initiator: "client" | "server";
  /** At most 512 octets behind the server id, in a form that vendor and device agree on; signed with the rest. */
  readonly vendorData?: Uint8Array;
}

/**
 * Writes the notification that asks a device to start a session: 16 octets of digest, then the trigger it covers.
 * Throws RangeError when the server id, the session id or the vendor's data do not fit.
 */
export function writePackage0(input: Package0Input): Uint8Array {
  const serverId = Buffer.from(input.serverId, "utf8");
  if (serverId.length === 0 || serverId.length > SERVER_ID_OCTETS_MAX) throw new RangeError("server id: 1-255 octets");
  if (!Number.isInteger(input.sessionId) || input.sessionId < 1 || input.sessionId > SESSION_ID_MAX) {
    throw new RangeError("session id: 1-65535");
  }
  const vendorData = input.vendorData ?? new Uint8Array();
  if (vendorData.length > VENDOR_OCTETS_MAX) throw new RangeError(`vendor data: up to ${VENDOR_OCTETS_MAX} octets`);
  const trigger = Buffer.alloc(HEADER_OCTETS + serverId.length + vendorData.length);
  const initiator = input.initiator === "server" ? 1 : 0;
  const uiMode = UI_MODES.indexOf(input.uiMode);
  trigger.writeUInt16BE((VERSION << VERSION_SHIFT) | (uiMode << UI_MODE_SHIFT) | (initiator << INITIATOR_SHIFT), 0);
  trigger.writeUInt16BE(input.sessionId, 5);
  trigger.writeUInt8(serverId.length, 7);
  serverId.copy(trigger, HEADER_OCTETS);
  trigger.set(vendorData, HEADER_OCTETS + serverId.length);
  const credential = credentialDigest(input.serverId, input.secret);
  return Buffer.concat([notificationDigest(credential, input.nonce, trigger), trigger]);
}

/** A notification as the push that brings it to the program of the device that understands it. */
export function package0Push(input: Package0Input): PushMessage {
  return {
    contentType: "application/vnd.syncml.notification",
    applicationId: "x-wap-application:syncml.dm",
    protection: null,
    body: writePackage0(input),
  };
}

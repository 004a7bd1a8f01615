import { createHash, hash } from "node:crypto";
import { type MacKey, readMacHeader, type TransportProof, writeMacHeader } from "../../oma-dm";
import type { DeviceRequest, DeviceResponse } from "./device-request";

/** What came around a message's body and may prove it. A header that cannot be read counts as none. */
export function transportProofOf({ octets, mac, certificate }: DeviceRequest): TransportProof {
  const header = mac === undefined ? null : readMacHeader(mac);
  return { mac: header && { ...header, body: octets }, certificate: certificate ?? null };
}

/**
 * By which a request is known again when it is repeated: SHA-256 of its body and, where it has one, of its MAC header. A
 * device that proves itself by MAC may begin two sessions with the same body.
 */
export function requestDigestOf({ octets, mac }: DeviceRequest): Uint8Array {
  if (mac === undefined) return hash("sha256", octets, "buffer");
  return createHash("sha256").update(octets).update("\0").update(mac).digest();
}

/** The answer with the server's MAC over its octets, where there is to be one. */
export function withMac(response: DeviceResponse, mac: MacKey | undefined): DeviceResponse {
  return mac ? { ...response, mac: writeMacHeader(mac, response.octets) } : response;
}

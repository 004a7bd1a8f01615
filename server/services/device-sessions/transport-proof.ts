import { createHash } from "node:crypto";
import { type MacKey, readMacHeader, type TransportProof, writeMacHeader } from "../../oma-dm";
import { sha256 } from "../../sha256";
import type { DeviceRequest, DeviceResponse } from "./device-request";

/** What came around a message's body and may prove it. A header that cannot be read counts as none. */
export function transportProofOf({ octets, mac, certificate }: DeviceRequest): TransportProof {
  const header = mac === undefined ? null : readMacHeader(mac);
  return { mac: header && { ...header, body: octets }, certificate: certificate ?? null };
}

/**
 * By which a request is known again when it is repeated: SHA-256 of its body and of what proved it beside the body. A device
 * that proves itself so may begin two sessions with the same body, and a stranger can make that body too.
 */
export function requestDigestOf({ octets, mac, certificate }: DeviceRequest): Uint8Array {
  if (mac === undefined && certificate === undefined) return sha256(octets);
  return createHash("sha256")
    .update(octets)
    .update(`\0${mac ?? ""}\0${certificate ?? ""}`)
    .digest();
}

/** The answer with the server's MAC over its octets, where there is to be one. */
export function withMac(response: DeviceResponse, mac: MacKey | undefined): DeviceResponse {
  return mac ? { ...response, mac: writeMacHeader(mac, response.octets) } : response;
}

import type { Sealer } from "../secrets";

/**
 * An exchange as it is kept: the first octet names the dictionary (0: raw), then the request, then the reply; sealed,
 * and bound to its device and its place in the session.
 */
const RAW = 0;

export function sealExchange(
  sealer: Sealer,
  deviceId: string,
  traceKey: string,
  msgNo: number,
  request: Uint8Array,
  reply: Uint8Array,
): Uint8Array {
  const body = Buffer.allocUnsafe(1 + request.length + reply.length);
  body[0] = RAW;
  body.set(request, 1);
  body.set(reply, 1 + request.length);
  return sealer.seal("dm_messages.body", rowOf(deviceId, traceKey, msgNo), body);
}

/** Throws EnvelopeError when the row was changed or moved. */
export function openExchange(
  sealer: Sealer,
  row: { deviceId: string; sessionKey: string; msgNo: number; requestLength: number; body: Uint8Array },
): { readonly request: Uint8Array; readonly reply: Uint8Array } {
  const body = sealer.open("dm_messages.body", rowOf(row.deviceId, row.sessionKey, row.msgNo), row.body);
  if (body[0] !== RAW) throw new Error(`Unknown dictionary ${body[0]} of a kept message.`);
  return { request: body.subarray(1, 1 + row.requestLength), reply: body.subarray(1 + row.requestLength) };
}

function rowOf(deviceId: string, traceKey: string, msgNo: number): string {
  return `${deviceId}|${traceKey}|${msgNo}`;
}

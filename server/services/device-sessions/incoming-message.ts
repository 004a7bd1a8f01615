import { countOfMsgId, type Effect, type TransportProof } from "../../oma-dm";
import type { DeviceRequest, DeviceResponse } from "./device-request";
import type { DeviceSnapshot } from "./device-snapshot";
import type { SessionContext } from "./session-context";
import type { DeviceToken } from "./session-token";
import type { SignInAttempt } from "./sign-in-guard";
import type { ReadMessage } from "./wire";

/** A message on its way through: read, routed, not yet answered. */
export interface Incoming {
  readonly request: DeviceRequest;
  readonly read: ReadMessage;
  readonly token: DeviceToken | null;
  readonly tokenText: string;
  readonly deviceId: string;
  readonly mediaType: string;
  readonly transport: TransportProof;
  readonly digest: Uint8Array;
  readonly nowMs: number;
}

/**
 * Whether the message says who sent it and may do so in answer to a challenge: it brings the token of one, or is none of
 * the first of its session, from a device that does not honour RespURI.
 */
export function mayAnswerChallenge({ read, token, transport }: Incoming, context: SessionContext): boolean {
  const { header } = read.message;
  if (header.cred === undefined && transport.mac === null) return false;
  if (context.continues && token?.kind === "session") return false;
  return token?.kind === "challenge" || Number(header.msgId) > 1;
}

/** Whether the message shows that its device does not look at RespURI: it is not its first, and came without a token. */
export function ignoresRespUri({ token, read }: Incoming): boolean {
  return token === null && Number(read.message.header.msgId) > 1;
}

export function attemptOf({ deviceId, request }: Incoming, snapshot: DeviceSnapshot | null): SignInAttempt {
  return { deviceId, realm: snapshot?.device.realm ?? null, sourceAddress: request.sourceAddress };
}

/**
 * Where a message stands in its session by its MsgID. `used`: one that came before, so that it is a late repetition or
 * somebody else's octets. `uncounted`: the MsgID is no count, and tells nothing.
 */
export function turnOf({ state }: SessionContext, { message }: ReadMessage): "next" | "used" | "uncounted" {
  const count = countOfMsgId(message.header.msgId);
  if (count === null) return "uncounted";
  return state !== null && count <= state.deviceMsgId ? "used" : "next";
}

/**
 * Whether a message that would begin a session by its digest may be one that was answered before and was late on its way:
 * a package 1 on the nonce before, or a message out of a session that is over, of a device that proves itself in each.
 * A MAC stands beside the octets, so that equal ones tell nothing.
 */
export function mayBeLate(
  { token }: Incoming,
  authenticated: Extract<Effect, { kind: "authenticated" }> | undefined,
): boolean {
  return authenticated?.scheme === "md5" && (authenticated.nonce === "previous" || token?.kind === "session");
}

export function respond(incoming: Incoming, octets: Uint8Array): DeviceResponse {
  const xml = incoming.read.encoding === "xml";
  const family = incoming.mediaType.replace(/\+(wbxml|xml)$/, xml ? "+xml" : "+wbxml");
  return { status: 200, contentType: xml ? `${family}; charset=utf-8` : family, octets };
}

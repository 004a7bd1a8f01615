import type { Building } from "../building";
import type { SyncHdr } from "../syncml";
import type { OpenObject, SessionState } from "./contract";
import { countOfMsgId } from "./msg-id";

/** A session of which nothing was seen yet. */
function newSession(header: SyncHdr): SessionState {
  return {
    v: 1,
    sessionId: header.sessionId,
    trust: "open",
    serverMsgId: 0,
    deviceMsgId: 0,
    challenges: 0,
    deviceMaxMsgSize: 0,
    verDtd: header.verDtd,
    verProto: header.verProto,
    serverTrust: "none",
    serverRefusals: 0,
    outstanding: [],
    idleMessages: 0,
  };
}

/**
 * The session at the device's next message: `serverMsgId` is that of the reply to come. A size of 0 means that the
 * device names none.
 */
export function stateAt(before: SessionState | null, header: SyncHdr): SessionState {
  const state: Building<SessionState> = before ? { ...before } : newSession(header);
  const { meta } = header;
  state.serverMsgId += 1;
  // One that is no count leaves the count as it was: what came before it is still known to have come.
  state.deviceMsgId = countOfMsgId(header.msgId) ?? state.deviceMsgId;
  if (meta?.maxMsgSize !== undefined) state.deviceMaxMsgSize = meta.maxMsgSize;
  if (meta?.maxObjSize !== undefined) state.deviceMaxObjSize = meta.maxObjSize;
  return state;
}

/** Octets of a state as JSON; beyond them what is not needed of an open object is left out. */
const STATE_OCTETS_MAX = 960;

/** The state with this object open, or with none. It says less of the object where that would make it too large. */
export function withObject(state: SessionState, object: OpenObject | undefined): SessionState {
  const { object: _before, ...rest } = state;
  if (object === undefined) return rest;
  if (JSON.stringify({ ...rest, object }).length <= STATE_OCTETS_MAX) return { ...rest, object };
  const { uri: _uri, format: _format, type: _type, ...needed } = object;
  return { ...rest, object: needed };
}

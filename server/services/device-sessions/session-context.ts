import type { OutstandingCommands, SessionState, SyncmlMessage } from "../../oma-dm";
import type { DeviceLive, DeviceSnapshot } from "./device-snapshot";
import { type DeviceToken, newSessionToken, sameHash } from "./session-token";

/** Which session a message belongs to, and what that means for the step. */
export interface SessionContext {
  readonly state: SessionState | null;
  readonly abandoned: readonly OutstandingCommands[];
  /** The open session goes on; otherwise an authenticated message starts a new one. */
  readonly continues: boolean;
  /**
   * The session is trusted for its token, and the message comes without: it goes on only with a message that proves
   * itself. Any other is to be answered as if there were no session.
   */
  readonly needsProof: boolean;
  /** The session that goes on is too old, or was silent too long: this message is its last. */
  readonly isOverdue: boolean;
  /** The token whose text RespURI carries. */
  readonly token: { readonly text: string; readonly hash: Uint8Array };
  /** How often the device was challenged before, in this session. */
  readonly challenges: number;
}

/** Makes the token of a session that begins. */
export type NewToken = (deviceId: string) => SessionContext["token"];

const SESSION_SECONDS_MAX = 1_800;
const SILENCE_SECONDS_MAX = 120;

/**
 * The message continues the open session when it brings that session's token, or when it brings none, names the open
 * session and is no package 1: of a device that does not look at RespURI, every message is to be authenticated for
 * itself. Everything else starts anew.
 */
export function sessionContextOf(
  snapshot: DeviceSnapshot | null,
  token: DeviceToken | null,
  tokenText: string,
  message: SyncmlMessage,
  deviceId: string,
  nowMs: number,
  newToken: NewToken,
): SessionContext {
  const stored = storedState(snapshot);
  if (snapshot?.live.sessionKey && stored) {
    const late = isOverdue(snapshot.live, nowMs);
    if (token?.kind === "session" && sameHash(snapshot.live.respTokenHash, token.hash)) {
      return goingOn(stored, { text: tokenText, hash: token.hash }, late, false);
    }
    const isNamed = stored.sessionId === message.header.sessionId && !isPackageOne(message);
    if (!token && isNamed) {
      const needsProof = stored.trust === "session";
      const state: SessionState = needsProof ? { ...stored, trust: "message" } : stored;
      return goingOn(state, newToken(deviceId), late, needsProof);
    }
  }
  return newSessionContext(snapshot, token, message, deviceId, newToken);
}

function goingOn(
  state: SessionState,
  token: SessionContext["token"],
  isOverdue: boolean,
  needsProof: boolean,
): SessionContext {
  return { state, abandoned: [], continues: true, needsProof, isOverdue, token, challenges: 0 };
}

/** The message starts anew: what the earlier session left unanswered is handed on as abandoned. */
export function newSessionContext(
  snapshot: DeviceSnapshot | null,
  token: DeviceToken | null,
  message: SyncmlMessage,
  deviceId: string,
  newToken: NewToken = newSessionToken,
): SessionContext {
  const challenged = token?.kind === "challenge" ? token : null;
  return {
    state: challenged ? challengedState(challenged.challenges, challenged.serverMsgId, message) : null,
    abandoned: storedState(snapshot)?.outstanding ?? [],
    continues: false,
    needsProof: false,
    isOverdue: false,
    token: newToken(deviceId),
    challenges: challenged?.challenges ?? 0,
  };
}

function storedState(snapshot: DeviceSnapshot | null): SessionState | null {
  if (!snapshot?.live.state) return null;
  return snapshot.live.knownState ?? (JSON.parse(snapshot.live.state) as SessionState);
}

/** Whether the open session is too old, or was silent too long. */
export function isOverdue(live: Pick<DeviceLive, "sessionStartedAt" | "lastContactAt">, nowMs: number): boolean {
  const since = (at: Date | null): number => (at === null ? 0 : nowMs - at.getTime());
  return (
    since(live.sessionStartedAt) >= SESSION_SECONDS_MAX * 1_000 ||
    since(live.lastContactAt) >= SILENCE_SECONDS_MAX * 1_000
  );
}

export function isPackageOne(message: SyncmlMessage): boolean {
  return message.commands.some(
    (command) => command.name === "Alert" && (command.data === "1200" || command.data === "1201"),
  );
}

/** The engine's state of a session that was only challenged so far: kept in the challenge token, not in the database. */
function challengedState(challenges: number, serverMsgId: number, message: SyncmlMessage): SessionState {
  return {
    v: 1,
    sessionId: message.header.sessionId,
    trust: "open",
    serverMsgId,
    deviceMsgId: 0,
    challenges,
    deviceMaxMsgSize: 0,
    verDtd: message.header.verDtd,
    verProto: message.header.verProto,
    serverTrust: "none",
    serverRefusals: 0,
    outstanding: [],
    idleMessages: 0,
  };
}

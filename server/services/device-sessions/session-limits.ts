import type { SessionLimits } from "../../oma-dm";

/** Bounds of one session; documented in docs/operating.md. */
export const SESSION_LIMITS: SessionLimits = {
  challengesMax: 3,
  serverRefusalsMax: 3,
  messagesMax: 1_000,
  idleMessagesMax: 20,
  replyOctetsMax: 65_536,
  maxMsgSize: 65_536,
  maxObjSize: 5_242_880,
  commandsPerMessageMax: 50,
  alertsPerMessageMax: 100,
  nodesPerPackageMax: 10_000,
};

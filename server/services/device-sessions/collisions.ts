import { and, eq, sql } from "drizzle-orm";
import { devices } from "../../../drizzle/schema/devices";
import type { Database } from "../../db/client";
import type { Effect, SessionState } from "../../oma-dm";
import { announceAside } from "./announce-aside";
import type { DeviceFacts, DeviceLive, DeviceSnapshot } from "./device-snapshot";
import { isOverdue, type SessionContext } from "./session-context";
import type { ChallengeEvidence, DeviceToken } from "./session-token";

/**
 * Why two devices are thought to use one id. What a message shows that is refused counts only when its sender then
 * answers the challenge, so that nobody makes evidence by sending old octets again.
 * - `nonce_fork`: a nonce came back that the device had given up;
 * - `overlapping_sessions`: a session that another one had displaced went on;
 * - `identity_changed`: manufacturer or model are others than before.
 */
export type CollisionEvidence = "nonce_fork" | "overlapping_sessions" | "identity_changed";

/** Hash prefix of a session token in base64url: enough to know a token again, too little to make one. */
const DISPLACED_OCTETS = 16;

/** What a new session keeps of the one it displaces, so that a later message of that one is known for what it is. */
export function displacedBy(live: DeviceLive, continues: boolean, nowMs: number): string | undefined {
  if (continues || live.respTokenHash === null || isOverdue(live, nowMs)) return undefined;
  return Buffer.from(live.respTokenHash).toString("base64url", 0, DISPLACED_OCTETS);
}

/** What a refused message shows, for its challenge to carry on. */
export function evidenceOfRefused(
  snapshot: DeviceSnapshot | null,
  token: DeviceToken | null,
  failure: Extract<Effect, { kind: "authentication_failed" }> | undefined,
): ChallengeEvidence {
  if (failure?.reason === "retired_nonce") return "nonce_fork";
  if (token?.kind === "challenge") return token.evidence;
  return snapshot && isOfDisplacedSession(snapshot.live, token) ? "overlapping_sessions" : null;
}

/** Whether the message comes from the session that the open one displaced. */
function isOfDisplacedSession({ state }: DeviceLive, token: DeviceToken | null): boolean {
  if (token?.kind !== "session" || state === null) return false;
  const { displaced } = JSON.parse(state) as SessionState;
  return displaced === Buffer.from(token.hash).toString("base64url", 0, DISPLACED_OCTETS);
}

/** What the sign-in of an authenticated message tells; null is the usual. */
export function evidenceOf(
  context: SessionContext,
  token: DeviceToken | null,
  before: DeviceFacts,
  after: DeviceFacts,
): CollisionEvidence | null {
  if (!context.continues && token?.kind === "challenge" && token.evidence) return token.evidence;
  const isOther = (fact: "manufacturer" | "model"): boolean => before[fact] !== null && before[fact] !== after[fact];
  return isOther("manufacturer") || isOther("model") ? "identity_changed" : null;
}

/**
 * Tells of a collision and marks the device. The second within a day holds back work that can do harm, until an
 * administrator has looked. The device's live row is not moved, so its session goes on.
 *
 * Called before the message is stored: afterwards its repetition would only get the stored reply, and a collision that a
 * process took with it would never be told. `digest`: of the message, which may so come here twice and counts once.
 */
export async function recordCollision(
  database: Database,
  { deviceId, device }: DeviceSnapshot,
  evidence: CollisionEvidence,
  digest: Uint8Array,
): Promise<void> {
  await database.transaction(async (transaction) => {
    const [marked] = await transaction
      .update(devices)
      .set({
        collisionAt: sql`now()`,
        collisionOf: digest,
        heldSince: sql`case when ${devices.collisionAt} > now() - interval '1 day'
          then coalesce(${devices.heldSince}, now()) else ${devices.heldSince} end`,
      })
      .where(
        and(
          eq(devices.deviceId, deviceId),
          sql`${devices.collisionOf} is distinct from ${sql.param(digest, devices.collisionOf)}`,
        ),
      )
      .returning({ heldSince: devices.heldSince });
    if (!marked) return;
    await announceAside(transaction, {
      deviceId,
      realm: device.realm,
      type: "dmwsi.device.collision.v1",
      data: { evidence, held: marked.heldSince !== null },
    });
  });
}

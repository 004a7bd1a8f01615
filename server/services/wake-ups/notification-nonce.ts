import { drizzle } from "drizzle-orm/postgres-js";
import type { Sql } from "../../db/client";
import { DEFAULT_NONCES } from "../../oma-dm";
import type { DeviceSnapshot } from "../device-sessions/device-snapshot";
import { openResyncInvitation } from "../device-sessions/resync-invitations";

/**
 * The nonce a notification is signed with: the one the device gave last. A device that did not come on that may have lost
 * it, so the second and the third notification on a channel carry a default nonce, one form of it each, where the device
 * may sign in on it and was not asked to too often [OMA-TS-DM_Security 1.2.1, nonce resynchronisation]. null: none known.
 */
export async function notificationNonce(
  sql: Sql,
  { deviceId, live }: DeviceSnapshot,
  attempt: number,
): Promise<Uint8Array | null> {
  const form = DEFAULT_NONCES[attempt - 1];
  const isInvited = form !== undefined && (await openResyncInvitation(drizzle(sql), deviceId));
  return isInvited ? form : live.serverNonce;
}

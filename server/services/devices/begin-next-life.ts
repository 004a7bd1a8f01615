import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { deviceCredentials, deviceLive, deviceLives, deviceNodes, devices } from "../../../drizzle/schema/devices";
import { tasks } from "../../../drizzle/schema/operations";
import { resyncInvitations } from "../../../drizzle/schema/sign-ins";
import type { Transaction } from "../../db/client";
import { ServiceError } from "../errors";

const OPEN_STATES = ["scheduled", "queued", "notified", "in_session", "waiting_device"] as const;

/** What a new life does not begin with. */
const NOTHING_KNOWN = {
  manufacturer: null,
  model: null,
  firmware: null,
  software: null,
  hardware: null,
  language: null,
  dmVersion: null,
  msisdn: null,
  imsi: null,
  timeZone: null,
  optOut: false,
  disabled: false,
  collisionAt: null,
  heldSince: null,
  lastSeenDay: null,
  retiredAt: null,
} as const;

/**
 * Puts what a retired device was beside its new life, in which nothing is known of it: no facts, tree, session, nonces.
 * Its operations, sessions and messages stay. False: there is no retired device of this id.
 *
 * Throws ServiceError FAILED_PRECONDITION while tasks of the life before are not ended.
 */
export async function beginNextLife(transaction: Transaction, deviceId: string): Promise<boolean> {
  const [old] = await transaction
    .select()
    .from(devices)
    .where(and(eq(devices.deviceId, deviceId), isNotNull(devices.retiredAt)))
    .for("update");
  if (!old?.retiredAt) return false;
  const [open] = await transaction
    .select({ n: tasks.n })
    .from(tasks)
    .where(and(eq(tasks.deviceId, deviceId), inArray(tasks.state, [...OPEN_STATES])))
    .limit(1);
  if (open) {
    throw new ServiceError(
      "FAILED_PRECONDITION",
      "Its tasks from before it was retired are being ended. Try again in a moment.",
    );
  }
  const { life, registeredAt, retiredAt, ...facts } = old;
  await transaction.insert(deviceLives).values({ deviceId, life, registeredAt, retiredAt, facts });
  await transaction
    .update(devices)
    .set({ ...NOTHING_KNOWN, life: life + 1, revision: sql`${devices.revision} + 1` })
    .where(eq(devices.deviceId, deviceId));
  await transaction.delete(deviceNodes).where(eq(deviceNodes.deviceId, deviceId));
  await transaction.delete(deviceCredentials).where(eq(deviceCredentials.deviceId, deviceId));
  await transaction.delete(resyncInvitations).where(eq(resyncInvitations.deviceId, deviceId));
  await transaction
    .update(deviceLive)
    .set({
      version: sql`${deviceLive.version} + 1`,
      sessionKey: null,
      sessionStartedAt: null,
      respTokenHash: null,
      msgNo: 0,
      state: null,
      nonceCurrent: null,
      noncePrevious: null,
      serverNonce: null,
      lastRequestDigest: null,
      lastContactAt: null,
    })
    .where(eq(deviceLive.deviceId, deviceId));
  return true;
}

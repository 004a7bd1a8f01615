import { and, eq, sql } from "drizzle-orm";
import { deviceCredentials } from "../../../drizzle/schema/devices";
import { resyncInvitations } from "../../../drizzle/schema/sign-ins";
import type { Database, Transaction } from "../../db/client";
import { newUuid, toPublicId } from "../../ids";
import { writeAuditEntry } from "../audit/write-audit-entry";
import { internalPrincipal } from "../authorization";
import type { Realm } from "../principal";

const OPEN_FOR = sql`interval '10 minutes'`;
const SIGN_INS_A_DAY_MAX = 3;
const usesOfToday = sql`array(select used from unnest(${resyncInvitations.usedAt}) as used
  where used > now() - interval '1 day')`;

/**
 * To be called in the moment a notification (Package 0) on the default nonce is sent: for ten minutes the device may sign
 * in on that nonce, once. False: the device's credential does not allow it, or it was used three times within a day;
 * then such a notification must not be sent.
 */
export async function openResyncInvitation(transaction: Transaction | Database, deviceId: string): Promise<boolean> {
  const [allowed] = await transaction
    .select({ deviceId: deviceCredentials.deviceId })
    .from(deviceCredentials)
    .where(
      and(
        eq(deviceCredentials.deviceId, deviceId),
        eq(deviceCredentials.purpose, "client"),
        eq(deviceCredentials.allowResync, true),
      ),
    );
  if (!allowed) return false;
  const opened = await transaction
    .insert(resyncInvitations)
    .values({ deviceId, openedAt: sql`now()`, isOpen: true, usedAt: [] })
    .onConflictDoUpdate({
      target: resyncInvitations.deviceId,
      set: { openedAt: sql`now()`, isOpen: true, usedAt: usesOfToday, usedBy: null },
      setWhere: sql`cardinality(${usesOfToday}) < ${SIGN_INS_A_DAY_MAX}`,
    })
    .returning({ deviceId: resyncInvitations.deviceId });
  return opened.length === 1;
}

/**
 * Uses the device's invitation up, and writes that down. False: there is none, or it is over. The same request is told
 * true again, so that a lost race with another message of the device does not lock it out.
 */
export async function useResyncInvitation(
  database: Database,
  facts: { deviceId: string; realm: Realm; sourceAddress: string; requestDigest: Uint8Array },
): Promise<boolean> {
  const { deviceId, realm, sourceAddress, requestDigest } = facts;
  return database.transaction(async (transaction) => {
    const [before] = await transaction
      .select({ isOpen: resyncInvitations.isOpen, usedBy: resyncInvitations.usedBy })
      .from(resyncInvitations)
      .where(and(eq(resyncInvitations.deviceId, deviceId), sql`${resyncInvitations.openedAt} > now() - ${OPEN_FOR}`))
      .for("update");
    if (!before) return false;
    if (!before.isOpen) return before.usedBy !== null && Buffer.compare(before.usedBy, requestDigest) === 0;
    await transaction
      .update(resyncInvitations)
      .set({ isOpen: false, usedAt: sql`${usesOfToday} || now()`, usedBy: requestDigest })
      .where(eq(resyncInvitations.deviceId, deviceId));
    const context = { principal: internalPrincipal(realm), requestId: newUuid(), sourceAddress };
    await writeAuditEntry(transaction, context, "device.resync", { object: toPublicId("dev", deviceId) });
    return true;
  });
}

import { and, eq, inArray, isNull, or, type SQL } from "drizzle-orm";
import { deviceGroups } from "../../../drizzle/schema/device-groups";
import type { Transaction } from "../../db/client";
import { fromPublicId } from "../../ids";
import { ServiceError } from "../errors";
import type { Principal } from "../principal";

export { groupCondition } from "./group-condition";

/**
 * Groups that the principal may see: people and the server see all of their realm; an External System its own, and
 * those that it is limited to.
 */
export function mayUseGroup(principal: Principal): SQL | undefined {
  const ofRealm = eq(deviceGroups.realm, principal.realm);
  if (principal.kind !== "system") return ofRealm;
  const allowed = (principal.deviceGroups ?? []).map(({ groupId }) => groupId);
  const isOwn = eq(deviceGroups.ownerId, principal.id);
  return and(ofRealm, allowed.length > 0 ? or(isOwn, inArray(deviceGroups.groupId, allowed)) : isOwn);
}

/** Whose groups the principal makes: its own as an External System, else those of the console. */
export function ownerOf(principal: Principal): string | null {
  return principal.kind === "system" ? principal.id : null;
}

export function ownedBy(ownerId: string | null): SQL {
  return ownerId === null ? isNull(deviceGroups.ownerId) : eq(deviceGroups.ownerId, ownerId);
}

/**
 * The group with a public id (`grp_...`), as far as the principal may see it.
 *
 * Throws ServiceError NOT_FOUND, the same for a group of others and for none.
 */
export async function findGroup(transaction: Transaction, principal: Principal, id: string) {
  const groupId = fromPublicId("grp", id);
  const [row] = groupId
    ? await transaction
        .select()
        .from(deviceGroups)
        .where(and(eq(deviceGroups.groupId, groupId), mayUseGroup(principal)))
    : [];
  if (!row) throw new ServiceError("NOT_FOUND", "There is no such group.");
  return row;
}

/**
 * The same, locked until the transaction ends, for a change.
 *
 * Throws ServiceError FORBIDDEN besides, for a group that a system sees only because it is limited to it.
 */
export async function lockOwnGroup(transaction: Transaction, principal: Principal, id: string) {
  const group = await findGroup(transaction, principal, id);
  if (principal.kind === "system" && group.ownerId !== principal.id) {
    throw new ServiceError("FORBIDDEN", "This group says what you may see. Only an administrator changes it.");
  }
  const [row] = await transaction
    .select()
    .from(deviceGroups)
    .where(eq(deviceGroups.groupId, group.groupId))
    .for("update");
  if (!row) throw new ServiceError("NOT_FOUND", "There is no such group.");
  return row;
}

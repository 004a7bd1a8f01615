import { inArray } from "drizzle-orm";
import { deviceGroups } from "../../../drizzle/schema/device-groups";
import type { Database, Transaction } from "../../db/client";
import { fromPublicId } from "../../ids";
import { ServiceError } from "../errors";
import type { AllowedGroup, Realm } from "../principal";

/** The groups that a system is limited to, as they are now; null: it is not limited. One that is gone allows nothing. */
export async function allowedGroups(
  database: Database | Transaction,
  groupIds: readonly string[] | null,
): Promise<readonly AllowedGroup[] | null> {
  if (groupIds === null) return null;
  if (groupIds.length === 0) return [];
  return database
    .select({ groupId: deviceGroups.groupId, filter: deviceGroups.filter })
    .from(deviceGroups)
    .where(inArray(deviceGroups.groupId, [...groupIds]));
}

/**
 * Reads public ids of groups that a system of `realm` may be limited to, and keeps the groups until the transaction ends.
 *
 * Throws ServiceError INVALID_INPUT naming each that is no group of the realm.
 */
export async function lockAllowedGroups(
  transaction: Transaction,
  realm: Realm,
  ids: readonly string[],
): Promise<string[]> {
  const wanted = ids.map((id) => fromPublicId("grp", id));
  const groupIds = wanted.filter((groupId) => groupId !== null);
  const rows =
    groupIds.length === 0
      ? []
      : await transaction
          .select({ groupId: deviceGroups.groupId, realm: deviceGroups.realm })
          .from(deviceGroups)
          .where(inArray(deviceGroups.groupId, groupIds))
          .for("key share");
  const known = new Set(rows.filter((row) => row.realm === realm).map((row) => row.groupId));
  const unknown = wanted.flatMap((groupId, i) => (groupId !== null && known.has(groupId) ? [] : [i]));
  if (unknown.length === 0) return [...known];
  throw new ServiceError(
    "INVALID_INPUT",
    "Some groups are not there.",
    unknown.map((i) => ({
      pointer: `/allowedGroupIds/${i}`,
      code: "unknown_group",
      detail: `There is no group of this id among the ${realm} ones.`,
    })),
  );
}

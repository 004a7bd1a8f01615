import { count, inArray } from "drizzle-orm";
import { deviceGroupMembers, type deviceGroups } from "../../../drizzle/schema/device-groups";
import type { Transaction } from "../../db/client";
import { toPublicId } from "../../ids";
import type { GroupView } from "./schemas";

type GroupRow = typeof deviceGroups.$inferSelect;

/** Groups with how many devices are in them, in the order given. */
export async function groupViews(transaction: Transaction, rows: readonly GroupRow[]): Promise<GroupView[]> {
  const listed = rows.filter(({ filter }) => filter === null).map(({ groupId }) => groupId);
  const counts =
    listed.length === 0
      ? []
      : await transaction
          .select({ groupId: deviceGroupMembers.groupId, devices: count() })
          .from(deviceGroupMembers)
          .where(inArray(deviceGroupMembers.groupId, listed))
          .groupBy(deviceGroupMembers.groupId);
  const countOf = new Map(counts.map(({ groupId, devices }) => [groupId, devices]));
  return rows.map(({ groupId, name, filter, ownerId, createdAt, revision }) => ({
    id: toPublicId("grp", groupId),
    name,
    filter,
    deviceCount: filter === null ? (countOf.get(groupId) ?? 0) : null,
    ownerId,
    createdAt: createdAt.toISOString(),
    revision,
  }));
}

export async function groupView(transaction: Transaction, row: GroupRow): Promise<GroupView> {
  const [view] = await groupViews(transaction, [row]);
  if (!view) throw new Error("A row gave no view.");
  return view;
}

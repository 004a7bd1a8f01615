import { and, count, eq } from "drizzle-orm";
import { deviceGroups } from "../../../drizzle/schema/device-groups";
import type { Transaction } from "../../db/client";
import { newUuid } from "../../ids";
import { readFilter } from "../devices/filter";
import { ServiceError } from "../errors";
import type { Principal } from "../principal";
import { useCase } from "../use-case";
import { ownedBy, ownerOf } from "./find-group";
import { groupView } from "./group-view";
import { addMembers } from "./members";
import { CreateGroupInput, GroupView } from "./schemas";

/** Groups of one External System, or of the console in one realm. */
const GROUPS_MAX = 1_000;

/**
 * Saves a set of devices under a name: those that pass a filter whenever it is asked, or those that are listed.
 *
 * Throws ServiceError CONFLICT when the name is taken, INVALID_INPUT for a filter or devices that cannot be read,
 * LIMIT_EXCEEDED for too many groups.
 */
export const createGroup = useCase({
  name: "group.create",
  scope: "groups:write",
  input: CreateGroupInput,
  output: GroupView,
  audit: true,
  async run({ principal }, transaction, { name, filter, devices }) {
    if (filter !== undefined) readFilter(filter);
    await refuseTooMany(transaction, principal);
    const [row] = await transaction
      .insert(deviceGroups)
      .values({ groupId: newUuid(), realm: principal.realm, name, ownerId: ownerOf(principal), filter: filter ?? null })
      .onConflictDoNothing()
      .returning();
    if (!row) throw new ServiceError("CONFLICT", "A group of this name exists already.");
    if (devices) await addMembers(transaction, principal, row.groupId, devices, "/devices");
    const result = await groupView(transaction, row);
    return { result, audit: { object: result.id, after: { name, filter: row.filter, devices: result.deviceCount } } };
  },
});

async function refuseTooMany(transaction: Transaction, principal: Principal): Promise<void> {
  const [size] = await transaction
    .select({ groups: count() })
    .from(deviceGroups)
    .where(and(eq(deviceGroups.realm, principal.realm), ownedBy(ownerOf(principal))));
  if ((size?.groups ?? 0) < GROUPS_MAX) return;
  throw new ServiceError("LIMIT_EXCEEDED", `There are ${GROUPS_MAX} groups already. Delete one that is not needed.`);
}

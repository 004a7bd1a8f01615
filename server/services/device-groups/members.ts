import { and, count, eq, sql } from "drizzle-orm";
import { deviceGroupMembers } from "../../../drizzle/schema/device-groups";
import type { Transaction } from "../../db/client";
import { findNamedDevices } from "../devices/find-named-devices";
import { ServiceError } from "../errors";
import type { Principal } from "../principal";

/** Devices that are listed in one group; a filter has no such bound. */
const MEMBERS_MAX = 100_000;

/**
 * Puts devices into a group, in order of their id. One that is in it stays.
 *
 * Throws ServiceError INVALID_INPUT naming entries that are no device, LIMIT_EXCEEDED for a group that gets too large.
 */
export async function addMembers(
  transaction: Transaction,
  principal: Principal,
  groupId: string,
  entries: readonly string[],
  pointer: string,
): Promise<void> {
  const deviceIds = await findNamedDevices(transaction, principal, entries, pointer);
  await transaction.execute(sql`
    insert into ${deviceGroupMembers} (device_id, group_id)
    select device_id, ${groupId}::uuid from unnest(${sql.param(deviceIds)}::uuid[]) as named(device_id) order by device_id
    on conflict do nothing`);
  const [size] = await transaction
    .select({ members: count() })
    .from(deviceGroupMembers)
    .where(eq(deviceGroupMembers.groupId, groupId));
  if ((size?.members ?? 0) <= MEMBERS_MAX) return;
  throw new ServiceError(
    "LIMIT_EXCEEDED",
    `A group lists at most ${MEMBERS_MAX} devices. Use a filter, by tag for example.`,
  );
}

/** Takes devices out of a group. Throws ServiceError INVALID_INPUT naming entries that are no device. */
export async function removeMembers(
  transaction: Transaction,
  principal: Principal,
  groupId: string,
  entries: readonly string[],
): Promise<void> {
  const deviceIds = await findNamedDevices(transaction, principal, entries, "/removeDevices");
  await transaction
    .delete(deviceGroupMembers)
    .where(
      and(
        eq(deviceGroupMembers.groupId, groupId),
        sql`${deviceGroupMembers.deviceId} = any(${sql.param(deviceIds)}::uuid[])`,
      ),
    );
}

export async function removeAllMembers(transaction: Transaction, groupId: string): Promise<void> {
  await transaction.delete(deviceGroupMembers).where(eq(deviceGroupMembers.groupId, groupId));
}

import { and, asc, isNull, type SQL } from "drizzle-orm";
import type { z } from "zod";
import { devices } from "../../../drizzle/schema/devices";
import type { Transaction } from "../../db/client";
import { mayUseDevice } from "../authorization";
import { findGroup, groupCondition } from "../device-groups/find-group";
import { filterCondition, readFilter, withinFilterTime } from "../devices/filter";
import { findNamedDevices } from "../devices/find-named-devices";
import { asServiceError, ServiceError } from "../errors";
import type { Principal } from "../principal";
import type { OperationTarget } from "./schemas";

/** Devices that a group or filter may come to in one operation. */
const FOUND_DEVICES_MAX = 20_000;

/**
 * The devices of a target: those it names, in the order given and each once; or those that a group or filter finds now,
 * in order of their id. Who is retired is never one of them.
 *
 * Throws ServiceError INVALID_INPUT for unknown devices and groups, a filter that cannot be read, and one that finds no
 * device or too many; LIMIT_EXCEEDED for one that takes too long.
 */
export async function findTargetDevices(
  transaction: Transaction,
  principal: Principal,
  target: z.output<typeof OperationTarget>,
): Promise<readonly string[]> {
  if ("devices" in target) return findNamedDevices(transaction, principal, target.devices, "/target/devices");
  const isGroup = "group" in target;
  const pointer = isGroup ? "/target/group" : "/target/filter";
  const condition = isGroup
    ? await conditionOfGroup(transaction, principal, target.group)
    : filterCondition(readFilter(target.filter, pointer));
  const rows = await withinFilterTime(transaction, () => devicesWhere(transaction, principal, condition));
  if (rows.length === 0) throw wrongTarget(pointer, "no_devices", "It finds no device now.");
  if (rows.length > FOUND_DEVICES_MAX) {
    throw wrongTarget(pointer, "too_many", `It finds more than ${FOUND_DEVICES_MAX} devices. Narrow it down.`);
  }
  return rows.map((row) => row.deviceId);
}

function devicesWhere(transaction: Transaction, principal: Principal, condition: SQL) {
  return transaction
    .select({ deviceId: devices.deviceId })
    .from(devices)
    .where(and(mayUseDevice(principal), isNull(devices.retiredAt), condition))
    .orderBy(asc(devices.deviceId))
    .limit(FOUND_DEVICES_MAX + 1);
}

/** In a body a group that there is not is a wrong field, not a missing resource. */
async function conditionOfGroup(transaction: Transaction, principal: Principal, id: string): Promise<SQL> {
  try {
    return groupCondition(await findGroup(transaction, principal, id));
  } catch (error) {
    if (asServiceError(error)?.code !== "NOT_FOUND") throw error;
    throw wrongTarget("/target/group", "unknown_group", "There is no such group.");
  }
}

function wrongTarget(pointer: string, code: string, detail: string): ServiceError {
  return new ServiceError("INVALID_INPUT", "The target cannot be used.", [{ pointer, code, detail }]);
}

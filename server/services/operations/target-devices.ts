import { and, sql } from "drizzle-orm";
import { devices } from "../../../drizzle/schema/devices";
import type { Transaction } from "../../db/client";
import { deviceIdOf, fromPublicId } from "../../ids";
import { mayUseDevice } from "../authorization";
import { type FieldError, ServiceError } from "../errors";
import type { Principal } from "../principal";

/** Of more unknown devices than this the first are named. */
const UNKNOWN_NAMED_MAX = 100;

/**
 * The devices of a target, by public id or DevId, in the order given and each once.
 *
 * Throws ServiceError INVALID_INPUT naming each entry that is no device of the principal's realm.
 */
export async function findTargetDevices(
  transaction: Transaction,
  principal: Principal,
  entries: readonly string[],
): Promise<readonly string[]> {
  const wanted = entries.map((entry) => fromPublicId("dev", entry) ?? deviceIdOf(principal.realm, entry));
  const rows = await transaction
    .select({ deviceId: devices.deviceId })
    .from(devices)
    .where(and(sql`${devices.deviceId} = any(${sql.param(wanted)}::uuid[])`, mayUseDevice(principal)));
  const known = new Set(rows.map((row) => row.deviceId));
  const unknown = entries.flatMap((_entry, i): FieldError[] =>
    known.has(wanted[i] ?? "")
      ? []
      : [{ pointer: `/target/devices/${i}`, code: "unknown_device", detail: "No device is registered under this id." }],
  );
  if (unknown.length > 0) {
    throw new ServiceError(
      "INVALID_INPUT",
      `${unknown.length} of ${entries.length} devices are not registered.`,
      unknown.slice(0, UNKNOWN_NAMED_MAX),
    );
  }
  return [...new Set(wanted)];
}

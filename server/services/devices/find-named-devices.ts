import { and, isNull, sql } from "drizzle-orm";
import { devices } from "../../../drizzle/schema/devices";
import type { Transaction } from "../../db/client";
import { deviceIdOf, fromPublicId } from "../../ids";
import { mayUseDevice } from "../authorization";
import { type FieldError, ServiceError } from "../errors";
import type { Principal } from "../principal";

/** Of more unknown devices than this the first are named. */
const UNKNOWN_NAMED_MAX = 100;

/**
 * The devices that a list names by public id or DevId, in the order given and each once.
 *
 * Throws ServiceError INVALID_INPUT naming, below `pointer`, each entry that is no device the principal may use, or one
 * that is retired.
 */
export async function findNamedDevices(
  transaction: Transaction,
  principal: Principal,
  entries: readonly string[],
  pointer: string,
): Promise<readonly string[]> {
  const wanted = entries.map((entry) => fromPublicId("dev", entry) ?? deviceIdOf(principal.realm, entry));
  const rows = await transaction
    .select({ deviceId: devices.deviceId })
    .from(devices)
    .where(
      and(
        sql`${devices.deviceId} = any(${sql.param(wanted)}::uuid[])`,
        mayUseDevice(principal),
        isNull(devices.retiredAt),
      ),
    );
  const known = new Set(rows.map((row) => row.deviceId));
  const unknown = entries.flatMap((_entry, i): FieldError[] =>
    known.has(wanted[i] ?? "")
      ? []
      : [{ pointer: `${pointer}/${i}`, code: "unknown_device", detail: "No device is registered under this id." }],
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

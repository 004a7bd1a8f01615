import { and, eq } from "drizzle-orm";
import { deviceLive, devices } from "../../../drizzle/schema/devices";
import type { Transaction } from "../../db/client";
import { fromPublicId } from "../../ids";
import { mayUseDevice } from "../authorization";
import { ServiceError } from "../errors";
import type { Principal } from "../principal";
import { DEVICE_COLUMNS } from "./device-view";

/**
 * The device with a public id (`dev_...`), as far as the principal may see it.
 *
 * Throws ServiceError NOT_FOUND, the same for a device of others and for none.
 */
export async function findDevice(transaction: Transaction, principal: Principal, id: string) {
  const deviceId = fromPublicId("dev", id);
  const [row] = deviceId
    ? await transaction
        .select(DEVICE_COLUMNS)
        .from(devices)
        .innerJoin(deviceLive, eq(deviceLive.deviceId, devices.deviceId))
        .where(and(eq(devices.deviceId, deviceId), mayUseDevice(principal)))
    : [];
  if (!row) throw new ServiceError("NOT_FOUND", "There is no such device.");
  return row;
}

/**
 * The same, of a device that is still managed.
 *
 * Throws ServiceError FAILED_PRECONDITION besides, for one that was retired.
 */
export async function findManagedDevice(transaction: Transaction, principal: Principal, id: string) {
  const row = await findDevice(transaction, principal, id);
  if (row.device.retiredAt !== null) {
    throw new ServiceError("FAILED_PRECONDITION", "The device is retired. Register it again to manage it.");
  }
  return row;
}

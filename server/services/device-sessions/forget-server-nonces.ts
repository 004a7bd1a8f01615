import { and, inArray, sql } from "drizzle-orm";
import { deviceLive, devices } from "../../../drizzle/schema/devices";
import type { Database } from "../../db/client";
import { mayUseDevice } from "../authorization";
import type { Principal } from "../principal";

/**
 * Goes back to the empty nonce for the server's proof, as on the first day: for devices that keep nothing over a
 * restart. Until their next session they would take a wake-up that is signed with a nonce they no longer know for a
 * stranger's. Devices by their DevId; those that are not the principal's stay as they are.
 */
export async function forgetServerNonces(
  database: Database,
  principal: Principal,
  devIds: readonly string[],
): Promise<void> {
  const forgetful = database
    .select({ deviceId: devices.deviceId })
    .from(devices)
    .where(and(mayUseDevice(principal), inArray(devices.devId, [...devIds])));
  await database
    .update(deviceLive)
    .set({ serverNonce: null, version: sql`${deviceLive.version} + 1` })
    .where(inArray(deviceLive.deviceId, forgetful));
}

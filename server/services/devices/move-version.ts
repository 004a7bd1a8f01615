import { eq, type SQL, sql } from "drizzle-orm";
import { deviceLive } from "../../../drizzle/schema/devices";
import type { Transaction } from "../../db/client";

/**
 * Moves a device's version on, so that a message under way is answered by what is so now. It comes before all else that a
 * change writes of the device: its sessions take this row first, and who takes another before it waits for them in a circle.
 * `besides`: what else changes of the row. Answers the new version.
 */
export async function moveVersion(
  transaction: Transaction,
  deviceId: string,
  besides: { readonly serverNonce?: null } = {},
): Promise<number> {
  const version: SQL<number> = sql`${deviceLive.version} + 1`;
  const [live] = await transaction
    .update(deviceLive)
    .set({ ...besides, version })
    .where(eq(deviceLive.deviceId, deviceId))
    .returning({ version: deviceLive.version });
  if (!live) throw new Error("A device has no live row.");
  return live.version;
}

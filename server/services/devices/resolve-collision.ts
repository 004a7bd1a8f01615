import { eq, sql } from "drizzle-orm";
import { devices } from "../../../drizzle/schema/devices";
import { useCase } from "../use-case";
import { deviceView } from "./device-view";
import { findDevice } from "./find-device";
import { DeviceView, ResolveCollisionInput } from "./schemas";

/**
 * An administrator has looked at a device whose id two devices used: the mark goes, and what waited for that runs on. The
 * device is woken for it, since a session meanwhile may have used up the wake-up.
 *
 * Throws ServiceError NOT_FOUND.
 */
export const resolveCollision = useCase({
  name: "device.resolve_collision",
  scope: "users:write",
  input: ResolveCollisionInput,
  output: DeviceView,
  audit: true,
  async run(context, transaction, { id, reason }) {
    const found = await findDevice(transaction, context.principal, id);
    const { deviceId, collisionAt, heldSince } = found.device;
    await transaction.update(devices).set({ collisionAt: null, heldSince: null }).where(eq(devices.deviceId, deviceId));
    if (heldSince !== null) await transaction.execute(sql`select wake_for_new_tasks(array[${deviceId}]::uuid[])`);
    const result = deviceView(await findDevice(transaction, context.principal, id));
    return { result, audit: { object: id, before: { collisionAt, heldSince }, reason } };
  },
});

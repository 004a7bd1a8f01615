import { eq } from "drizzle-orm";
import { devices } from "../../../drizzle/schema/devices";
import { useCase } from "../use-case";
import { deviceView } from "./device-view";
import { findDevice } from "./find-device";
import { DeviceView, ResolveCollisionInput } from "./schemas";

/**
 * An administrator has looked at a device whose id two devices used: the mark goes, and what waited for that runs on.
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
    const result = deviceView(await findDevice(transaction, context.principal, id));
    return { result, audit: { object: id, before: { collisionAt, heldSince }, reason } };
  },
});

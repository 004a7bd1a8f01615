import { and, eq, isNull, sql } from "drizzle-orm";
import { devices } from "../../../drizzle/schema/devices";
import { staleRevision } from "../errors";
import { useCase } from "../use-case";
import { deviceView } from "./device-view";
import { findDevice, findManagedDevice } from "./find-device";
import { moveVersion } from "./move-version";
import { ChangeDeviceInput, DeviceView } from "./schemas";

/**
 * Changes what callers say of a device. What the device says of itself in a session comes on top of it as before.
 *
 * Throws ServiceError NOT_FOUND; FAILED_PRECONDITION for a retired device; STALE where `revision` is no longer so.
 */
export const changeDevice = useCase({
  name: "device.change",
  scope: "devices:write",
  input: ChangeDeviceInput,
  output: DeviceView,
  audit: true,
  async run(context, transaction, { id, revision, ...change }) {
    const { device } = await findManagedDevice(transaction, context.principal, id);
    await moveVersion(transaction, device.deviceId);
    const { tags, ...facts } = change;
    const isAsRead = revision === undefined ? undefined : eq(devices.revision, revision);
    const changed = await transaction
      .update(devices)
      .set({ ...facts, ...(tags && { tags: [...new Set(tags)] }), revision: sql`${devices.revision} + 1` })
      .where(and(eq(devices.deviceId, device.deviceId), isNull(devices.retiredAt), isAsRead))
      .returning({ revision: devices.revision });
    if (changed.length === 0) throw staleRevision();
    const result = deviceView(await findDevice(transaction, context.principal, id));
    const before = Object.fromEntries(Object.keys(change).map((name) => [name, device[name as keyof typeof change]]));
    return { result, audit: { object: id, before, after: change } };
  },
});

import { and, eq, isNull, sql } from "drizzle-orm";
import { devices } from "../../../drizzle/schema/devices";
import { outbox } from "../../../drizzle/schema/events";
import { wakeUps } from "../../../drizzle/schema/wake-ups";
import { newUuid } from "../../ids";
import { staleRevision } from "../errors";
import { useCase } from "../use-case";
import { deviceView } from "./device-view";
import { findDevice, findManagedDevice } from "./find-device";
import { moveVersion } from "./move-version";
import { DeviceView, RetireDeviceInput } from "./schemas";

/**
 * Retires a device: it is let in no more, is found by its id and in its history only, and its open tasks are ended by the
 * worker, with that as their reason. Nothing of it is erased. To register its DevId again starts a new life.
 *
 * Throws ServiceError NOT_FOUND; FAILED_PRECONDITION where it is retired already; STALE where `revision` is no longer so.
 */
export const retireDevice = useCase({
  name: "device.retire",
  scope: "devices:write",
  input: RetireDeviceInput,
  output: DeviceView,
  audit: true,
  async run(context, transaction, { id, revision }) {
    const { device } = await findManagedDevice(transaction, context.principal, id);
    const { deviceId, realm, life } = device;
    const version = await moveVersion(transaction, deviceId);
    const isAsRead = revision === undefined ? undefined : eq(devices.revision, revision);
    const retired = await transaction
      .update(devices)
      .set({ retiredAt: sql`now()`, disabled: true, revision: sql`${devices.revision} + 1` })
      .where(and(eq(devices.deviceId, deviceId), isNull(devices.retiredAt), isAsRead))
      .returning({ revision: devices.revision });
    if (retired.length === 0) throw staleRevision();
    await transaction.delete(wakeUps).where(eq(wakeUps.deviceId, deviceId));
    await transaction.insert(outbox).values({
      deviceId,
      version,
      i: 0,
      eventId: newUuid(),
      realm,
      type: "dmwsi.device.retired.v1",
      data: { life },
    });
    const result = deviceView(await findDevice(transaction, context.principal, id));
    return {
      result,
      audit: { object: id, before: { devId: device.devId, life }, after: { retiredAt: result.retiredAt } },
    };
  },
});

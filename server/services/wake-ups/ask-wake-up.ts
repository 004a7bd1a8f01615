import { sql } from "drizzle-orm";
import { findManagedDevice } from "../devices/find-device";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { WakeDeviceInput, WakeUpView } from "./schemas";
import { usableChannels, whyUnreachable } from "./usable-channels";
import { wakeNow } from "./wake-now";

/**
 * Wakes a device, whether or not a task waits for it: at once, from its first channel on, past the channel's rate.
 *
 * Throws ServiceError NOT_FOUND; FAILED_PRECONDITION where no channel leads to the device, or it is here already.
 */
export const askWakeUp = useCase({
  name: "device.wake",
  scope: "operations:write",
  input: WakeDeviceInput,
  output: WakeUpView,
  audit: true,
  async run(context, transaction, input) {
    const { device, sessionKey } = await findManagedDevice(transaction, context.principal, input.id);
    if (sessionKey !== null)
      throw new ServiceError("FAILED_PRECONDITION", "The device is in a session already. There is no need to wake it.");
    if (usableChannels(device, context.channels).length === 0) {
      throw new ServiceError("FAILED_PRECONDITION", whyUnreachable(device, context.channels));
    }
    const dueAt = await wakeNow(transaction, sql`select ${device.deviceId}::uuid as device_id`, true);
    return { result: { deviceId: input.id, dueAt }, audit: { object: input.id } };
  },
});

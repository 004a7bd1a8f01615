import { randomInt } from "node:crypto";
import { sql } from "drizzle-orm";
import { findManagedDevice } from "../devices/find-device";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { WakeDeviceInput, WakeUpView } from "./schemas";
import { usableChannels, whyUnreachable } from "./usable-channels";

/** SessionID of Package 0 has 16 bits, and 0 is none. */
const SESSION_ID_MAX = 65_535;

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
    const [row] = await transaction.execute<{ due_at: string }>(sql`
      insert into wake_ups (device_id, session_id, due_at, asked)
      values (${device.deviceId}, ${randomInt(1, SESSION_ID_MAX + 1)}, now(), true)
      on conflict (device_id) do update set due_at = now(), asked = true, slot = false, channel = null, attempt = 0,
        session_id = case when wake_ups.due_at = 'infinity' then excluded.session_id else wake_ups.session_id end
      returning to_char(due_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as due_at`);
    return { result: { deviceId: input.id, dueAt: row?.due_at ?? null }, audit: { object: input.id } };
  },
});

/** When an operation is to run. Instants are RFC 3339 in UTC. */
type ScheduledTime =
  | { readonly kind: "at"; readonly at: string }
  | { readonly kind: "window"; readonly from: string; readonly until: string }
  | { readonly kind: "recurrence"; readonly rule: string }
  /** Something the device sees for itself; only the device's own schedule can wait for it. */
  | { readonly kind: "device_condition"; readonly condition: string };

/**
 * IF-3, between the DM server and the Scheduling enabler. Across it an operation is put off to a time, a window, a
 * recurrence or a condition on the device, on the server's clock or by a Schedule MO on the device itself.
 */
export interface SchedulingEnabler {
  /** Gives the id of the schedule. */
  schedule(operationId: string, when: ScheduledTime, clock: "server" | "device"): Promise<string>;
  remove(scheduleId: string): Promise<void>;
}

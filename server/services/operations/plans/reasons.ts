/** What a waiting task or one that ended is told by: words for people, and who can lift it. */
interface ReasonEntry {
  readonly text: string;
  /** null: nobody has to, or nothing can be lifted any more. */
  readonly liftedBy: string | null;
}

/** Why a task waits. Closed: a new code is a change of the public API. */
export const WAITING_REASONS = {
  outside_window: { text: "Outside the operation's time window.", liftedBy: "the next window" },
  wave_closed: { text: "The device's wave is not open yet.", liftedBy: "the wave's gate" },
  rate_budget: { text: "The operation's rate of starts is used up for now.", liftedBy: "the next minute" },
  device_asleep: { text: "The device was woken and has not come yet.", liftedBy: "the device" },
  wake_up_failed: { text: "The device could not be woken.", liftedBy: "the next attempt, or the device itself" },
  authentication_failing: {
    text: "The device and the server do not accept each other's credentials.",
    liftedBy: "an administrator",
  },
  acl_denied: { text: "The device's access control list denies this server.", liftedBy: "an operator" },
  behind_other_operation: { text: "Another operation on this device runs first.", liftedBy: "the other operation" },
  approval_missing: { text: "The operation is not approved yet.", liftedBy: "an approver" },
  operation_paused: { text: "The operation is paused.", liftedBy: "an operator" },
  content_missing: { text: "The content it needs is not ready.", liftedBy: "an operator" },
  capability_missing: { text: "The device lacks a capability that this needs.", liftedBy: "an operator" },
  retry_backoff: { text: "The last attempt failed; the next one waits for its time.", liftedBy: "the next attempt" },
  device_in_session: { text: "The device is in a session with other work.", liftedBy: "the end of that session" },
  unknown_device: { text: "The device is not registered.", liftedBy: "an administrator" },
} as const satisfies Record<string, ReasonEntry>;

/** Why a task ended without success. Closed; kinds of operation add their own codes when they have any. */
export const END_REASONS = {
  refused_by_device: { text: "The device refused.", liftedBy: null },
  timed_out: { text: "The device did not report in time.", liftedBy: null },
  unconfirmed: { text: "It may have worked: the device did not confirm it.", liftedBy: null },
  cancelled_by: { text: "Cancelled.", liftedBy: null },
  expired: { text: "The operation's time was over before the device came.", liftedBy: null },
  plan_diverged: {
    text: "What the device answered earlier does not fit what this version of the server asks.",
    liftedBy: null,
  },
  content_withdrawn: { text: "The content was withdrawn.", liftedBy: null },
  superseded: { text: "A later operation took its place.", liftedBy: null },
  content_unfit: { text: "The content is not for this device, or not for its version.", liftedBy: null },
  downgrade: { text: "The device has a later version.", liftedBy: null },
  component_missing: { text: "The device does not have the component.", liftedBy: null },
  unsupported_by_device: { text: "The device lacks what this needs.", liftedBy: null },
  refused_by_user: { text: "The device's user refused.", liftedBy: null },
  failed_on_device: { text: "The device tried and failed.", liftedBy: null },
  not_sendable: { text: "It cannot be sent to this device.", liftedBy: null },
  internal: { text: "A fault of the server's own stopped it.", liftedBy: null },
} as const satisfies Record<string, ReasonEntry>;

type WaitingReasonCode = keyof typeof WAITING_REASONS;
export type EndReasonCode = keyof typeof END_REASONS;

export interface EndReason {
  readonly code: EndReasonCode;
  readonly text: string;
}

/** The words and the lifter of any stored reason code; null when the code is none of ours. */
export function describeReason(code: string): ReasonEntry | null {
  if (Object.hasOwn(WAITING_REASONS, code)) return WAITING_REASONS[code as WaitingReasonCode];
  if (Object.hasOwn(END_REASONS, code)) return END_REASONS[code as EndReasonCode];
  return null;
}

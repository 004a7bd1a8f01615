import { describe, expect, it } from "vitest";
import { describeReason, END_REASONS, WAITING_REASONS } from "./reasons";

describe("reason codes", () => {
  it("are the closed list of the public API: none is added, renamed or dropped unseen", () => {
    expect(Object.keys(WAITING_REASONS).sort()).toEqual(
      [
        "acl_denied approval_missing authentication_failing behind_other_operation capability_missing content_missing",
        "device_asleep device_in_session operation_paused outside_window rate_budget retry_backoff unknown_device",
        "wake_up_failed wave_closed",
      ]
        .join(" ")
        .split(" "),
    );
    const general =
      "cancelled_by content_withdrawn expired internal plan_diverged refused_by_device superseded timed_out unconfirmed";
    const ofKinds =
      "component_missing content_unfit downgrade failed_on_device not_sendable refused_by_user unsupported_by_device";
    expect(Object.keys(END_REASONS).sort()).toEqual(`${general} ${ofKinds}`.split(" ").sort());
  });

  it("say who lifts a wait, and that nothing lifts an end", () => {
    for (const reason of Object.values(WAITING_REASONS)) expect(reason.liftedBy).not.toBe("");
    for (const code of Object.keys(END_REASONS)) expect(describeReason(code)).toMatchObject({ liftedBy: null });
    expect(describeReason("toString")).toBeNull();
  });
});

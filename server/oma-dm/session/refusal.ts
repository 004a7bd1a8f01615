import type { Chal } from "../syncml";
import { challengeFor, isClaimed, type Refused } from "./authenticate";
import { composeAnswer } from "./compose-reply";
import type { Effect, SessionOutcome, SessionState, StepInput, StepOutput } from "./contract";
import { refuseAll, STATUS } from "./statuses";
import { versionRefusal } from "./versions";

/** Why a whole message is refused, and how its session ends. */
export interface Refusal {
  readonly status: number;
  readonly outcome: SessionOutcome;
}

/** Whether the message cannot be worked with at all: an unknown version, no identifiers, or beyond every bound. */
export function refusalOf({ message, problems }: StepInput): Refusal | null {
  const status = versionRefusal(message.header);
  if (status !== null) return { status, outcome: "version_refused" };
  const { sessionId, msgId, source } = message.header;
  const isNameless = sessionId === "" || msgId === "" || source.locUri === "";
  const isTooMuch = problems.some((problem) => problem.code === "too_many_commands");
  return isNameless || isTooMuch ? { status: STATUS.badRequest, outcome: "aborted_by_server" } : null;
}

/** Refuses the header and every command with the same status, and ends the session. `effects` come before its end. */
export function refuse(
  input: StepInput,
  state: SessionState,
  { status, outcome }: Refusal,
  effects: readonly Effect[] = [],
  chal?: Chal,
): StepOutput {
  const draft = { headerStatus: status, chal, verdicts: refuseAll(input.message, status), announcesSizes: false };
  return {
    state: null,
    reply: composeAnswer(input, state, draft, { hasNext: false, final: true }),
    effects: [...effects, { kind: "session_over", outcome }],
  };
}

/**
 * The answer to a device that has not proven itself: the same status on everything, a challenge, nothing else. After
 * `challengesMax` challenges the session ends without one, and the device stops. What is outstanding stays so.
 */
export function challenge(input: StepInput, state: SessionState, { status, reason }: Refused): StepOutput {
  const failed: Effect = {
    kind: "authentication_failed",
    reason,
    afterChallenge: state.challenges > 0 && isClaimed(input.message.header, input.transport),
  };
  if (state.challenges >= input.limits.challengesMax) {
    return refuse(input, state, { status: STATUS.invalidCredentials, outcome: "authentication_failed" }, [failed]);
  }
  const draft = {
    headerStatus: status,
    chal: challengeFor(input.message.header, input.transport, input.credentials, input.nonces),
    verdicts: refuseAll(input.message, status),
    announcesSizes: state.trust === "open",
  };
  return {
    state: { ...state, challenges: state.challenges + 1 },
    reply: composeAnswer(input, state, draft, { hasNext: true, final: true }),
    effects: [failed],
  };
}

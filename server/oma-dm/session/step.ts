import { authenticate } from "./authenticate";
import type { StepInput, StepOutput } from "./contract";
import { converse } from "./converse";
import { challenge, refusalOf, refuse } from "./refusal";
import { stateAt } from "./session-state";

/**
 * Answers one message of a device: who it is, what it says of the commands it was sent, what it reports by itself, and
 * what it is to do next.
 *
 * Pure: the same input gives the same output; the runs in `work` are moved on by the answers they are given. Throws
 * nothing on whatever a device sends. The state it returns is below 1 KB as JSON.
 * Source: OMA-TS-DM_Protocol 1.2.1, OMA-TS-DM_RepPro 1.2.1, OMA-TS-DM_Security 1.2.1.
 */
export function step(input: StepInput): StepOutput {
  const { header } = input.message;
  const state = stateAt(input.state, header);
  const refusal = refusalOf(input);
  if (refusal && state.trust === "open") return refuse(input, state, refusal);
  const authentication = authenticate(state, header, input.credentials, input.transport);
  if (authentication.outcome === "refused") return challenge(input, state, authentication);
  return converse(input, state, authentication, refusal);
}

export { decodeMessage, encodeMessage } from "./codec";
export { alert, devInfo, genericAlert } from "./device-commands";
export { LockstepDevice } from "./lockstep-device";
export { PlannedRun } from "./planned-run";
export {
  type BenchCredentials,
  nonceNumber,
  SessionBench,
  type SessionBenchOptions,
  TEST_LIMITS,
} from "./session-bench";

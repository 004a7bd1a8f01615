export { decodeMessage, encodeMessage } from "./codec";
export { alert, devInfo, genericAlert } from "./device-commands";
export { LockstepDevice, type LockstepDeviceOptions, type SaysOptions } from "./lockstep-device";
export { PlannedRun, type PlannedStep } from "./planned-run";
export {
  type BenchCredentials,
  nonceNumber,
  SessionBench,
  type SessionBenchOptions,
  TEST_LIMITS,
} from "./session-bench";

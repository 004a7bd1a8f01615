export type { OperationKind } from "./operation-kind";
export { operationKind } from "./operation-kind";
export type {
  CommandAnswer,
  Plan,
  PlanDevice,
  PlanStep,
  PlanVerdict,
  StepAnswer,
  WalkOrder,
  WalkReading,
} from "./plan";
export type { EndReason, EndReasonCode, WaitingReasonCode } from "./reasons";
export { describeReason, END_REASONS, WAITING_REASONS } from "./reasons";
export type { PlanRun, PlanStart } from "./run-plan";
export { startPlanRun } from "./run-plan";
export type { TranscriptEntry } from "./step-run";
export type { NodeValue, Reading } from "./steps";
export { add, copy, exec, genericAlert, get, readingOf, remove, replace, together, walk } from "./steps";
export { taskSteps } from "./task-steps";
export { failed, isDone, isTransient, succeeded } from "./verdicts";

export type { Question, UserReply } from "./ask-user";
export { askUser, QUESTION_BOUNDS, readUserReply, userAlert } from "./ask-user";
export type { DownloadUrlOf } from "./offer-step";
export type { NodeTouch, OperationKind } from "./operation-kind";
export { operationKind } from "./operation-kind";
export type {
  BootstrapOrder,
  CommandAnswer,
  ContentOffer,
  DeviceReport,
  GroupAnswer,
  OfferedContent,
  Plan,
  PlanVerdict,
} from "./plan";
export type { OpenPush } from "./push-step";
export { describeReason } from "./reasons";
export type { PlanRun } from "./run-plan";
export { startPlanRun } from "./run-plan";
export type { Reading } from "./steps";
export {
  add,
  atomically,
  bootstrap,
  copy,
  deviceReport,
  exec,
  genericAlert,
  get,
  inSequence,
  nodeOf,
  offerContent,
  readingOf,
  remove,
  replace,
  together,
  walk,
} from "./steps";
export { taskSteps } from "./task-steps";
export { CONTENT_GONE, failed, isContentGone, isDone, isTransient, succeeded } from "./verdicts";

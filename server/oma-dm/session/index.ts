export type {
  AuthenticationScheme,
  ContentSlice,
  ContentWanted,
  DeviceCredentials,
  Effect,
  OutstandingCommands,
  SessionLimits,
  SessionState,
  StepInput,
  StepOutput,
  TransportProof,
} from "./contract";
export { wantsParts } from "./hear-parts";
export { countOfMsgId } from "./msg-id";
export { REQUEST_ALERT_TYPES } from "./request-alerts";
export { contentAhead } from "./send-part";
export { step } from "./step";
export { isWantedAlert } from "./wanted-alert";
export type {
  Answer,
  ContentGrant,
  ContentReference,
  DownloadReport,
  GenericAlert,
  GroupContainer,
  GroupName,
  NodeCommand,
  NodeReading,
  OfferNews,
  OfferProblem,
  PlannedCommand,
  Progress,
  PushNews,
  StepCommand,
  TaskRun,
  UserAlert,
  ValueCommand,
  WantedAlert,
} from "./work";

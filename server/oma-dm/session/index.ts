export type {
  ClientCredential,
  DeviceCredentials,
  Effect,
  FreshNonces,
  OutstandingCommands,
  ServerAddress,
  ServerCredential,
  SessionLimits,
  SessionOutcome,
  SessionState,
  StepInput,
  StepOutput,
} from "./contract";
export { step } from "./step";
export type {
  Answer,
  GenericAlert,
  NodeReading,
  PlannedCommand,
  Progress,
  StepCommand,
  TaskRun,
  WantedAlert,
} from "./work";

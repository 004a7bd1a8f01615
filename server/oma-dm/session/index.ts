export type {
  AuthenticationScheme,
  DeviceCredentials,
  Effect,
  OutstandingCommands,
  SessionLimits,
  SessionState,
  StepInput,
  StepOutput,
  TransportProof,
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

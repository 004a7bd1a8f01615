export type {
  DeviceCredentials,
  Effect,
  OutstandingCommands,
  SessionLimits,
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

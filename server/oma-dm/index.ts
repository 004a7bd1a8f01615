/** The OMA DM enabler: a pure engine without clock, random, input, output or log. This is its only door. */
export { DecodeError, type DecodeErrorCode } from "./decode-error";
export type { Element, ElementDocument, Encoding } from "./element";
export {
  type Answer,
  type ClientCredential,
  type DeviceCredentials,
  type Effect,
  type GenericAlert,
  type NodeReading,
  type OutstandingCommands,
  type PlannedCommand,
  type Progress,
  type ServerCredential,
  type SessionLimits,
  type SessionOutcome,
  type SessionState,
  type StepInput,
  type StepOutput,
  step,
  type TaskRun,
  type WantedAlert,
} from "./session";
export { type Problem, readMessage, type SyncmlMessage, statusMeaning, writeMessage } from "./syncml";
export { canonicalUri } from "./tree";
export { type Package0Input, writePackage0 } from "./trigger";
export { decodeWbxml, encodeWbxml } from "./wbxml";
export { decodeXml, encodeXml } from "./xml";

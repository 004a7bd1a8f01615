/** The OMA DM enabler: a pure engine without clock, random, input, output or log. This is its only door. */
export { DecodeError } from "./decode-error";
export type { Element, ElementDocument, Encoding } from "./element";
export { equalSecrets, MAC_HEADER, type MacKey, readMacHeader, writeMacHeader } from "./security";
export {
  type Answer,
  type AuthenticationScheme,
  type DeviceCredentials,
  type Effect,
  type GenericAlert,
  type NodeReading,
  type OutstandingCommands,
  type PlannedCommand,
  type Progress,
  type SessionLimits,
  type SessionState,
  type StepInput,
  type StepOutput,
  step,
  type TaskRun,
  type TransportProof,
  type WantedAlert,
} from "./session";
export {
  type Problem,
  type ReadMessage,
  readMessage,
  type SyncmlMessage,
  statusMeaning,
  writeMessage,
} from "./syncml";
export {
  type BootstrapAccount,
  type BootstrapCredential,
  type BootstrapInput,
  type BootstrapOutcome,
  type BootstrapRefusal,
  type BootstrapSecurity,
  type Package0Input,
  type PushMessage,
  type PushProtection,
  package0Push,
  SMS_PART_OCTETS,
  SMS_PARTS_MAX,
  splitIntoSms,
  writeBootstrap,
  writePackage0,
  writeWspPush,
} from "./trigger";
export { decodeWbxml, encodeWbxml } from "./wbxml";
export { decodeXml, encodeXml } from "./xml";

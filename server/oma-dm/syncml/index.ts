export { ALERT } from "./alert-codes";
export { readTreeText } from "./item";
export type {
  AlertCommand,
  Chal,
  Command,
  Cred,
  ExecCommand,
  GroupCommand,
  Item,
  ItemData,
  ItemsCommand,
  Location,
  Meta,
  Problem,
  ResultsCommand,
  StatusCommand,
  SyncHdr,
  SyncmlMessage,
} from "./message";
export { type ReadMessage, readMessage } from "./read-message";
export { statusMeaning } from "./status-meanings";
export { writeMessage } from "./write-message";

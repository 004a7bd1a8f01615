export { ALERT } from "./alert-codes";
export { COMMANDS_MAX, ID_CHARACTERS_MAX, ITEMS_MAX } from "./limits";
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
  UnknownCommand,
} from "./message";
export { type ReadMessage, readMessage } from "./read-message";
export { type StatusMeaning, statusMeaning } from "./status-meanings";
export { writeMessage } from "./write-message";

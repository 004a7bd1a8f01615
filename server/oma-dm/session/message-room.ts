import type { Encoding } from "../element";
import type { ContentSlice, SessionLimits, SessionState } from "./contract";

/** What is left for commands in one message. */
export interface MessageRoom {
  readonly encoding: Encoding;
  /** Octets left in this message. */
  octets: number;
  /** Octets for a command in a message that has nothing else to say: one that is larger can never be sent. */
  readonly octetsOfEmptyMessage: number;
  /** Octets of data in one object that the device takes; undefined when it named none. */
  readonly objectOctetsMax: number | undefined;
  readonly content: ContentSlice | undefined;
  nextCmdId: number;
}

/** What commands have to fit into. */
export interface Bounds {
  readonly room: MessageRoom;
  readonly state: SessionState;
  readonly limits: SessionLimits;
  /** Octets of the session's state that are left for what is outstanding. */
  readonly stateOctets: number;
}

/** Octets of the names and numbers of one entry of `outstanding`, without its task and its commands. */
const ENTRY_OCTETS = 100;
/** Octets that a command may come to need in the lists of what was answered and what is held. */
const ANSWERED_OCTETS = 4;

/** Octets of the state that an entry of `outstanding` may come to need besides its commands. */
export function entryStateOctets(task: string): number {
  return ENTRY_OCTETS + task.length;
}

/** Octets of the state that an outstanding command may come to need. */
export function commandStateOctets(index: number): number {
  return String(index).length + 1 + ANSWERED_OCTETS;
}

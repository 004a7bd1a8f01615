/**
 * SyncML messages as OMA DM uses them, in the words of the SyncML DTD. Read from an element tree by `readMessage`,
 * written by `writeMessage`. Source: OMA-TS-DM_RepPro-V1_2_1 and the SyncML Representation Protocol 1.2 DTD.
 */
export interface SyncmlMessage {
  readonly header: SyncHdr;
  readonly commands: readonly Command[];
  /** The last message of a package carries Final. */
  readonly final: boolean;
}

export interface SyncHdr {
  readonly verDtd: string;
  readonly verProto: string;
  readonly sessionId: string;
  readonly msgId: string;
  readonly target: Location;
  readonly source: Location;
  readonly respUri?: string;
  readonly cred?: Cred;
  readonly meta?: Meta;
}

export interface Location {
  readonly locUri: string;
  readonly locName?: string;
}

/** `type` and `format` come from the Meta inside Cred; `data` is as carried (base64 text when format is b64). */
export interface Cred {
  readonly type: string;
  readonly format?: string;
  readonly data: string;
}

export interface Chal {
  readonly type: string;
  readonly format?: string;
  readonly nextNonce?: string;
}

export interface Meta {
  readonly format?: string;
  readonly type?: string;
  readonly mark?: string;
  /** Octets of the data as carried. */
  readonly size?: number;
  readonly nextNonce?: string;
  readonly maxMsgSize?: number;
  readonly maxObjSize?: number;
  readonly emi?: readonly string[];
}

/** Octets stay octets only where the peer sent an OPAQUE that is no text. */
export type ItemData = string | Uint8Array;

export interface Item {
  readonly target?: Location;
  readonly source?: Location;
  readonly meta?: Meta;
  readonly data?: ItemData;
  /** NULs behind a text, which `data` is without; absent: none. They count where the item is a part of a larger object. */
  readonly trailingNuls?: number;
  readonly moreData?: boolean;
}

export type Command =
  | AlertCommand
  | ItemsCommand
  | ExecCommand
  | GroupCommand
  | StatusCommand
  | ResultsCommand
  | UnknownCommand;

export interface AlertCommand {
  readonly name: "Alert";
  readonly cmdId: string;
  readonly data: string;
  readonly correlator?: string;
  readonly items: readonly Item[];
}

export interface ItemsCommand {
  readonly name: "Add" | "Copy" | "Delete" | "Get" | "Replace";
  readonly cmdId: string;
  readonly meta?: Meta;
  readonly items: readonly Item[];
}

export interface ExecCommand {
  readonly name: "Exec";
  readonly cmdId: string;
  readonly meta?: Meta;
  readonly correlator?: string;
  readonly items: readonly Item[];
}

export interface GroupCommand {
  readonly name: "Atomic" | "Sequence";
  readonly cmdId: string;
  readonly meta?: Meta;
  readonly commands: readonly Command[];
}

export interface StatusCommand {
  readonly name: "Status";
  readonly cmdId: string;
  readonly msgRef: string;
  /** "0" is the header; a missing CmdRef is read as "0" when Cmd is SyncHdr. */
  readonly cmdRef: string;
  readonly cmd: string;
  readonly targetRefs: readonly string[];
  readonly sourceRefs: readonly string[];
  readonly cred?: Cred;
  readonly chal?: Chal;
  /** The status code; NaN when the peer sent no number. */
  readonly data: number;
  readonly items: readonly Item[];
}

export interface ResultsCommand {
  readonly name: "Results";
  readonly cmdId: string;
  readonly msgRef: string;
  readonly cmdRef: string;
  readonly meta?: Meta;
  readonly targetRef?: string;
  readonly sourceRef?: string;
  readonly items: readonly Item[];
}

/** A command of the DTD that DM has no use for (Put, Sync, Map ...): it is answered, never run. */
export interface UnknownCommand {
  readonly name: "Unknown";
  readonly element: string;
  readonly cmdId: string;
}

/** Something odd in a message that could be read all the same; the engine answers it command by command. */
export interface Problem {
  readonly code:
    | "missing_element"
    | "bad_number"
    | "unknown_element"
    | "empty_command"
    | "too_many_commands"
    | "too_many_items"
    | "bad_uri";
  /** CmdID of the command it is about; "0" for the header. */
  readonly cmdId: string;
  readonly detail: string;
}

import type { Encoding } from "../element";
import type { Problem, SyncmlMessage } from "../syncml/message";
import type { Answer, GenericAlert, NodeReading, TaskRun } from "./work";

/** The input of `step()`: one message of a device and everything that answering it depends on. */
export interface StepInput {
  /** The state that the step before it returned; null when no session is open for the message. */
  readonly state: SessionState | null;
  /** What is left of an earlier session that ended without a word, so that its commands are accounted for. */
  readonly abandoned: readonly OutstandingCommands[];
  readonly message: SyncmlMessage;
  readonly problems: readonly Problem[];
  readonly encoding: Encoding;
  /** The plans of the device's runnable tasks and of those that wait for an alert, in the order they are to run. */
  readonly work: readonly TaskRun[];
  /** null: the device is unknown or disabled. It is answered exactly as one with a wrong secret. */
  readonly credentials: DeviceCredentials | null;
  readonly nonces: FreshNonces;
  readonly limits: SessionLimits;
  readonly server: ServerAddress;
}

export interface StepOutput {
  /** null: the session is over. */
  readonly state: SessionState | null;
  readonly reply: SyncmlMessage;
  readonly effects: readonly Effect[];
}

/** Stored as JSON with the device; kept under 1 KB. Everything in it may be read by a later version of the server. */
export interface SessionState {
  readonly v: 1;
  readonly sessionId: string;
  /** `open`: not authenticated yet. `session`: 212 was given. `message`: each message brings credentials (200). */
  readonly trust: "open" | "session" | "message";
  readonly serverMsgId: number;
  readonly deviceMsgId: number;
  readonly challenges: number;
  /** Octets of a message and of an object that the device takes; 0 and absent: it named none. */
  readonly deviceMaxMsgSize: number;
  readonly deviceMaxObjSize?: number;
  readonly verDtd: string;
  readonly verProto: string;
  /**
   * Whether the device knows the server. Commands go out together with the server's credentials; what the device did not
   * run because it refused them is sent again. `accepted`: for the whole session (212), so no more credentials are sent.
   */
  readonly serverTrust: "none" | "sent" | "accepted" | "refused";
  readonly serverRefusals: number;
  readonly outstanding: readonly OutstandingCommands[];
  /** Messages since the last one that brought an answer or an alert. */
  readonly idleMessages: number;
}

/** Commands of one step of one task that went out in the last message: CmdID firstCmdId + i is the command indexes[i]. */
export interface OutstandingCommands {
  readonly task: string;
  readonly step: number;
  readonly msgId: number;
  readonly firstCmdId: number;
  readonly indexes: readonly number[];
  /** Positions in `indexes` that were answered, while the device's package is not complete. */
  readonly done?: readonly number[];
  /** Positions in `indexes` of Gets whose Status 200 came in an earlier message of the package, without Results. */
  readonly held?: readonly number[];
}

export interface DeviceCredentials {
  readonly client: ClientCredential;
  readonly server: ServerCredential;
}

/** How the device proves itself. Secrets and nonces are octets. */
export interface ClientCredential {
  readonly scheme: "none" | "basic" | "md5";
  readonly name: string;
  readonly secret: Uint8Array;
  readonly nonceCurrent: Uint8Array | null;
  readonly noncePrevious: Uint8Array | null;
  /**
   * The nonces that a challenge to this device may have carried; the first is the one a new challenge carries as its
   * NextNonce. A digest on any of them is as good as one on the current nonce.
   */
  readonly challengeNonces: readonly Uint8Array[];
  /** Only on a protected leg: the last response may have been lost. */
  readonly acceptPreviousNonce: boolean;
  readonly acceptEmptyNonce: boolean;
  /** false: each message brings Cred and is answered 200 (a client that ignores RespURI cannot be given 212). */
  readonly sessionTrust: boolean;
}

/** How the server proves itself to the device. */
export interface ServerCredential {
  readonly scheme: "none" | "basic" | "md5";
  readonly name: string;
  readonly secret: Uint8Array;
  /** The nonce the device gave last; null when it gave none. */
  readonly nonce: Uint8Array | null;
}

/** Octets made by the caller: a given input always gives the same output. */
export interface FreshNonces {
  /** Random; the NextNonce that an authenticated device gets. */
  readonly client: Uint8Array;
  /** The NextNonce of a challenge to a device that has no credentials here, so that it is answered like any other. */
  readonly challenge: Uint8Array;
}

interface ServerAddress {
  /** Source LocURI of the server's messages. */
  readonly uri: string;
  /** Where the device sends its next message, with the session token; put into RespURI of every reply that has a next. */
  readonly respUri: string;
}

export interface SessionLimits {
  readonly challengesMax: number;
  readonly serverRefusalsMax: number;
  readonly messagesMax: number;
  readonly idleMessagesMax: number;
  /** Octets; what the server writes stays below the smaller of this and the device's MaxMsgSize. */
  readonly replyOctetsMax: number;
  /** Announced to the device. */
  readonly maxMsgSize: number;
  readonly maxObjSize: number;
  readonly commandsPerMessageMax: number;
  readonly alertsPerMessageMax: number;
}

/** What follows from a message besides its reply. The service stores all of it together with the reply. */
export type Effect =
  | { readonly kind: "session_started"; readonly initiated: "server" | "client"; readonly sessionId: string }
  | {
      readonly kind: "authenticated";
      readonly scheme: "none" | "basic" | "md5";
      readonly nonce: "current" | "previous" | "challenge" | "empty" | "none";
    }
  | {
      readonly kind: "authentication_failed";
      readonly reason: "missing" | "wrong" | "stale_nonce" | "weaker_scheme" | "unknown_device";
      /** The device had answered a fresh challenge of this session, so it is not a stale first digest. */
      readonly afterChallenge: boolean;
    }
  /** The next nonce given to an authenticated device, to be stored; a challenge's nonce is never an effect. */
  | {
      readonly kind: "client_nonce";
      readonly nonce: Uint8Array;
      readonly used: "current" | "previous" | "challenge" | "empty" | "none";
    }
  /** The next nonce the device gave to the server, once it was authenticated. */
  | { readonly kind: "server_nonce"; readonly nonce: Uint8Array }
  /** DevInfo leaves of package 1 by canonical URI. */
  | { readonly kind: "device_info"; readonly values: Readonly<Record<string, string>> }
  | {
      readonly kind: "alert";
      /** Client event or Generic Alert. */
      readonly code: "1224" | "1226";
      readonly alert: GenericAlert;
      /** The task whose plan took it. */
      readonly task?: string;
    }
  /** A task whose plan was given answers or whose commands went out in this reply. `progress` is its latest. */
  | { readonly kind: "task"; readonly task: string; readonly answers: readonly Answer[]; readonly sent: boolean }
  /** Values the device reported in Results. */
  | { readonly kind: "nodes"; readonly nodes: readonly NodeReading[] }
  | { readonly kind: "session_over"; readonly outcome: SessionOutcome };

export type SessionOutcome =
  | "completed"
  | "aborted_by_device"
  | "aborted_by_server"
  | "authentication_failed"
  | "server_refused"
  | "version_refused";

import type { Encoding } from "../element";
import type { MacHeader, MacKey } from "../security";
import type { Problem, SyncmlMessage } from "../syncml/message";
import type { Answer, GenericAlert, NodeReading, TaskRun } from "./work";

/** The input of `step()`: one message of a device and everything that answering it depends on. */
export interface StepInput {
  /** The state that the step before it returned; null when no session is open for the message. */
  readonly state: SessionState | null;
  /** What is left of an earlier session that ended without a word, so that its commands are accounted for. */
  readonly abandoned: readonly OutstandingCommands[];
  readonly message: SyncmlMessage;
  /** The parts, joined, of the object that this message brings the last part of; only where `wantsParts` says so. */
  readonly parts?: Uint8Array | null;
  /** What `contentAhead` or an earlier output's `wanted` asked for. */
  readonly content?: ContentSlice | undefined;
  readonly problems: readonly Problem[];
  readonly encoding: Encoding;
  /** The plans of the device's runnable tasks and of those that wait for an alert, in the order they are to run. */
  readonly work: readonly TaskRun[];
  /** null: the device is unknown or disabled. It is answered exactly as one with a wrong secret. */
  readonly credentials: DeviceCredentials | null;
  /** What came around the message and may prove it; absent where the transport has neither. */
  readonly transport?: TransportProof;
  readonly nonces: FreshNonces;
  readonly limits: SessionLimits;
  readonly server: ServerAddress;
}

export interface StepOutput {
  /** null: the session is over. */
  readonly state: SessionState | null;
  readonly reply: SyncmlMessage;
  /** What the encoded reply's MAC is made with; absent where the server does not prove itself by one. */
  readonly mac?: MacKey;
  readonly effects: readonly Effect[];
  /**
   * A command of a content goes next, and this part of it was not given. Step again with it and with runs made anew:
   * nothing else of the output is to be used but who the device proved to be.
   */
  readonly wanted?: ContentWanted;
}

/** A part of a content that the service keeps: so many octets from this one on, or what there is. */
export interface ContentWanted {
  readonly content: string;
  readonly from: number;
  readonly octets: number;
}

export interface ContentSlice {
  readonly content: string;
  readonly from: number;
  readonly octets: Uint8Array;
}

/** How a device proves itself beside SyncHdr. */
export interface TransportProof {
  /** The header `x-syncml-hmac`, with the body's octets as they came; null where there is none that can be read. */
  readonly mac: (MacHeader & { readonly body: Uint8Array }) | null;
  /** SHA-256 of the TLS client certificate, 64 lower-case hex digits; null where none was shown. */
  readonly certificate: string | null;
}

/** Stored as JSON with the device; kept under 1 KB. Everything in it may be read by a later version of the server. */
export interface SessionState {
  readonly v: 1;
  readonly sessionId: string;
  /**
   * `open`: not authenticated yet. `session`: 212 was given. `message`: each message brings credentials (200). `mac`: each
   * message brings a MAC (200).
   */
  readonly trust: "open" | "session" | "message" | "mac";
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
  /** The server proves itself by a MAC over each message, as it was asked to or is set to. */
  readonly serverMac?: true;
  /** Kept for the service: which session this one displaced. */
  readonly displaced?: string;
  readonly outstanding: readonly OutstandingCommands[];
  /** Messages since the last one that brought an answer or an alert. */
  readonly idleMessages: number;
  /** A large object of which the device has sent a part. The parts themselves are kept by the service. */
  readonly object?: OpenObject;
  /** Nodes that the device gave in earlier messages of its package; absent: none. */
  readonly nodes?: number;
  /** The server's last message was not its whole package: the statuses in it left no room for commands. */
  readonly isUnclosed?: true;
}

/** What is known of a large object of the device before its last part. */
export interface OpenObject {
  readonly name: "Results" | "Replace" | "Alert";
  readonly cmdRef?: string;
  /** As the device wrote it; absent where it is too long to be kept. */
  readonly uri?: string;
  readonly format?: string;
  readonly type?: string;
  /** Octets of the whole, as announced; a device that announces none is not held to it. */
  readonly size?: number;
  /** Parts and octets so far. */
  readonly parts: number;
  readonly octets: number;
  /** The status that its parts get from now on: it is too large, does not add up, or was broken off. */
  readonly refused?: number;
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
  /** The commands are in an Atomic or Sequence; the first of `indexes` is that of the container. */
  readonly group?: true;
  /** The one command is sent in parts, and its last part was not sent yet. */
  readonly part?: SentPart;
}

/** How much of a large object has gone to the device, and how often it was begun again. */
export interface SentPart {
  readonly octets: number;
  readonly restarts?: number;
}

export interface DeviceCredentials {
  readonly client: ClientCredential;
  readonly server: ServerCredential;
}

/** `mac` is stronger than `md5` than `basic`; `certificate` is the TLS client's; `none` proves nothing. */
export type AuthenticationScheme = "none" | "basic" | "md5" | "mac" | "certificate";

/** How the device proves itself. Secrets and nonces are octets. */
export interface ClientCredential {
  /** The least that is taken. */
  readonly scheme: AuthenticationScheme;
  readonly name: string;
  /** Of a certificate: its SHA-256 in hex, as text. */
  readonly secret: Uint8Array;
  readonly nonceCurrent: Uint8Array | null;
  readonly noncePrevious: Uint8Array | null;
  /** A nonce that was given up when another was used: a digest on it is refused, and says that two devices sign in. */
  readonly nonceRetired?: Uint8Array | null;
  /**
   * The nonces that a challenge to this device may have carried; the first is the one a new challenge carries as its
   * NextNonce. A digest on any of them is as good as one on the current nonce.
   */
  readonly challengeNonces: readonly Uint8Array[];
  /** false: the message answers no challenge, so a digest on the nonce of one does not count. */
  readonly acceptChallengeNonce?: boolean;
  /** Only on a protected leg: the last response may have been lost. */
  readonly acceptPreviousNonce: boolean;
  readonly acceptEmptyNonce: boolean;
  /** The device was woken by a notification on the default nonce, and may answer on it. */
  readonly acceptResyncNonce?: boolean;
  /** false: each message brings Cred and is answered 200 (a client that ignores RespURI cannot be given 212). */
  readonly sessionTrust: boolean;
}

/** How the server proves itself to the device. */
export interface ServerCredential {
  readonly scheme: "none" | "basic" | "md5" | "mac";
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
  /** The least that a device without credentials here is asked for; `md5` where absent. */
  readonly challengeScheme?: "md5" | "mac";
}

type NonceUsed = "current" | "previous" | "challenge" | "empty" | "resync" | "none";

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
  /** Nodes in the Results of one package. */
  readonly nodesPerPackageMax: number;
}

/** What follows from a message besides its reply. The service stores all of it together with the reply. */
export type Effect =
  | { readonly kind: "session_started"; readonly initiated: "server" | "client"; readonly sessionId: string }
  | {
      readonly kind: "authenticated";
      readonly scheme: AuthenticationScheme;
      readonly nonce: NonceUsed;
    }
  | {
      readonly kind: "authentication_failed";
      readonly reason:
        | "missing"
        | "wrong"
        | "stale_nonce"
        | "retired_nonce"
        | "resync_nonce"
        | "weaker_scheme"
        | "unknown_device";
      /** The device had answered a fresh challenge of this session, so it is not a stale first digest. */
      readonly afterChallenge: boolean;
    }
  /** The next nonce given to an authenticated device, to be stored; a challenge's nonce is never an effect. */
  | { readonly kind: "client_nonce"; readonly nonce: Uint8Array; readonly used: NonceUsed }
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
  /** A part of a large object, to be kept until `parts_over`. Its `n` counts from 0, where the parts of an object before it go. */
  | { readonly kind: "part"; readonly n: number; readonly octets: Uint8Array }
  /** The object is whole, or given up: its parts are not needed any more. The end of a session says the same. */
  | { readonly kind: "parts_over"; readonly whole?: WholeObject }
  /** Values the device reported in Results. */
  | { readonly kind: "nodes"; readonly nodes: readonly NodeReading[] }
  | { readonly kind: "session_over"; readonly outcome: SessionOutcome };

/** A large object that has become whole out of the parts that are kept and those of this message. */
export interface WholeObject {
  /** As it stands in answers, nodes and alerts: text, or base64 of octets that are no text. */
  readonly value: string;
  readonly isText: boolean;
  /** What this message brought of it, the end. */
  readonly end: Uint8Array;
}

export type SessionOutcome =
  | "completed"
  | "aborted_by_device"
  | "aborted_by_server"
  | "authentication_failed"
  | "server_refused"
  | "version_refused";

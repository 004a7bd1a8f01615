import type {
  BootstrapSecurity,
  ContentGrant,
  ContentReference,
  DownloadReport,
  GenericAlert,
  GroupName,
  NodeCommand,
  NodeReading,
  OfferProblem,
  PlannedCommand,
  UserAlert,
  WantedAlert,
} from "../../../oma-dm";
import type { SealedParameter } from "../sealed-parameters";
import type { EndReason } from "./reasons";

/**
 * A plan: a deterministic generator that yields steps, is given what came of them, and returns its verdict. No clock,
 * no random, no I/O: what it needs is yielded for. `T` is what it returns.
 */
export type Plan<T> = Generator<PlanStep, T, StepAnswer>;

/** What a plan may know of its device without asking: only what never changes while the plan may still be replayed. */
export interface PlanDevice {
  readonly devId: string;
  /**
   * Counted from 1. What an earlier one had done and could not prove is there already in a later one: a plan is not to
   * take that for a refusal.
   */
  readonly attempt: number;
}

/** One thing a plan asks for. Everything in one step is independent of each other, so it may share a message. */
export type PlanStep =
  | {
      readonly kind: "commands";
      readonly commands: readonly NodeCommand[];
      /** When the device has not come by then, the commands count as lost; absent: they wait for it. */
      readonly withinSeconds?: number;
    }
  /** Not independent: in their order, in one Atomic or Sequence. */
  | { readonly kind: "group"; readonly group: GroupName; readonly commands: readonly PlannedCommand[] }
  | { readonly kind: "user"; readonly alert: UserAlert }
  | { readonly kind: "walk"; readonly walk: WalkOrder }
  | {
      readonly kind: "alert";
      readonly wanted: WantedAlert;
      readonly withinSeconds: number;
      /** A content whose install report is as good as the alert. */
      readonly download?: string;
    }
  /** Answered by the service at once: whether the device may be given a content, and where. */
  | { readonly kind: "offer"; readonly contentId: string }
  /** Not done in a session: the worker hands it to the device's channels until a session proves that it arrived. */
  | { readonly kind: "push"; readonly order: BootstrapOrder; readonly withinSeconds: number };

/** A management account that a device is to be given, whatever account it has now. */
export interface BootstrapOrder {
  readonly profile: "oma_cp" | "dm";
  readonly security: BootstrapSecurity;
  /** Sealed; null where the method needs none. */
  readonly pin: SealedParameter | null;
  /** The only channel it may take; null: any of the device's. */
  readonly channel: string | null;
}

/** Which part of a tree is read node by node, and how much of it at most. */
export interface WalkOrder {
  readonly root: string;
  /** Nodes asked for, the root included. */
  readonly nodesMax: number;
  /** Levels below the root. */
  readonly depthMax: number;
}

export type StepAnswer =
  | { readonly kind: "commands"; readonly answers: readonly CommandAnswer[] }
  | { readonly kind: "group"; readonly answer: GroupAnswer }
  | { readonly kind: "user"; readonly answer: CommandAnswer<UserAlert> }
  | { readonly kind: "walk"; readonly reading: WalkReading }
  /** null: none came in time. */
  | { readonly kind: "alert"; readonly alert: GenericAlert | null; readonly report?: DownloadReport }
  | { readonly kind: "offer"; readonly offer: ContentOffer }
  | { readonly kind: "push"; readonly answer: PushAnswer };

/** A content that the device may be given as long as the task lasts, or why it may not. */
export type ContentOffer = OfferedContent | { readonly problem: OfferProblem };

export interface OfferedContent extends Omit<ContentGrant, "grant"> {
  readonly problem?: never;
  /** Where the device gets the octets; only this task's device is to know it. */
  readonly url: string;
  /** Where it gets a download descriptor (OMA Download 1.0) that names `url`. */
  readonly descriptorUrl: string;
  /** The octets as the `data` of an Add or Replace, which go to the device in the session, in parts. */
  readonly reference: ContentReference;
}

/** What a plan that waits for a device's report is given: an alert of a session, or a line posted by HTTP. */
export type DeviceReport =
  | { readonly kind: "alert"; readonly alert: GenericAlert }
  | { readonly kind: "download"; readonly report: DownloadReport };

/** What came of a push: proven by a session, silent, never taken by a channel, or refused before it was sent. */
export interface PushAnswer {
  readonly state: "proved" | "silent" | "untaken" | "unsendable";
  /** Why it was not sent, in words. */
  readonly problem: string | null;
  /** The channels that took it, each once, in the order in which they did. */
  readonly channels: readonly string[];
  readonly sends: number;
}

/** What came of one command. */
export interface CommandAnswer<C extends PlannedCommand = NodeCommand> {
  /** As it was sent: an Exec carries the Correlator that the runner gave it. */
  readonly command: C;
  /** The session ended before the device answered: the command may or may not have run. */
  readonly lost: boolean;
  /** DM status code as the device sent it; 0 when it sent none, or when the answer was lost. */
  readonly status: number;
  readonly nodes: readonly NodeReading[];
  /** What the user said to an alert that asked: a text, or numbers of choices. */
  readonly said?: readonly string[];
  /** The server gave the status: the command was not sent, or the device took a part of the value for the whole. */
  readonly by?: "server";
}

/** What came of an Atomic or Sequence. Devices differ: some answer the container alone, some its commands alone. */
export interface GroupAnswer {
  readonly group: GroupName;
  readonly lost: boolean;
  /** Of the container; 0 when the device gave none. 200 of a Sequence only says that it was begun. */
  readonly status: number;
  readonly by?: "server";
  /** In the order of the commands. */
  readonly answers: readonly CommandAnswer<PlannedCommand>[];
}

export interface WalkReading {
  /** Status of the Get on the root. */
  readonly rootStatus: number;
  /** Nodes that were asked for. */
  readonly asked: number;
  /** Nodes the device gave, in the order of the walk (breadth first). */
  readonly nodes: readonly NodeReading[];
  /** A bound ended the walk before the tree ended. */
  readonly truncated: boolean;
}

/** How a plan ended. `retryable`: another attempt may do better; whether there is one is the operation's to say. */
export type PlanVerdict<R = unknown> =
  | { readonly state: "succeeded"; readonly outcome: "acknowledged" | "verified"; readonly result: R }
  | {
      readonly state: "failed";
      readonly outcome: "refused" | "error" | "unconfirmed";
      readonly reason: EndReason;
      readonly retryable: boolean;
      readonly result: R | null;
    };

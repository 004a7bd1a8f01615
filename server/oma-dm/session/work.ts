/**
 * What the engine is given to do: the plans of the device's tasks, in the order in which they are to run. The engine
 * does not know what a plan is; it sends the commands a run asks for, gives it the answers, and asks again.
 */
export interface TaskRun {
  /** Opaque to the engine; comes back in its effects. At most 36 characters. */
  readonly key: string;
  /**
   * It does nothing to the device but read, to its end. Only such runs may share a message: what one of them is told must
   * not depend on what another has still to do. Absent: it may write.
   */
  readonly onlyReads?: boolean;
  /** Keys of runs that have to be over before this one is sent anything. Absent: none. */
  readonly behind?: readonly string[];
  /** What the plan wants now, after all answers given so far. */
  progress(): Progress;
  /** Gives the plan new answers, in any order, and says what it wants then. Deterministic. */
  give(answers: readonly Answer[]): Progress;
  /**
   * The status of a command that is not to be sent, as its device is known not to know it or its content is not to be had
   * any more: the server answers it, also when a part is out. null for any other. Absent: all is sent. Of a group it is
   * asked for the container alone.
   */
  refusal?(command: PlannedCommand | GroupContainer): number | null;
}

export type Progress =
  /**
   * Commands of one step that have no answer yet. All of them may go out in one message, in any number of messages; those
   * of a `group` only together, inside that container, whose own status is the answer with the index behind the last.
   */
  | {
      readonly kind: "commands";
      readonly step: number;
      readonly commands: readonly StepCommand[];
      readonly group?: GroupName;
      /** The service gives them up after so many seconds out of a session. Nothing to the engine. */
      readonly withinSeconds?: number;
    }
  /** The plan waits for a Generic Alert; the device may end the session meanwhile. */
  | { readonly kind: "alert"; readonly step: number; readonly wanted: WantedAlert; readonly withinSeconds: number }
  /** The plan waits for something that is done outside of sessions. The engine leaves it alone. */
  | { readonly kind: "outside"; readonly step: number }
  /** The plan asks the service whether the device may be given a content. The engine leaves it alone. */
  | { readonly kind: "offer"; readonly step: number; readonly contentId: string }
  /** The plan is over. What it says is for the service, not for the engine. */
  | { readonly kind: "ended" };

/** `Sequence`: in their order. `Atomic`: in their order, and all or none. Not every device can. */
export type GroupName = "Atomic" | "Sequence";

/** A group by what it goes out in, whatever is in it. */
export interface GroupContainer {
  readonly name: GroupName;
}

export interface StepCommand {
  /** Position of the command among all commands of its step. */
  readonly index: number;
  readonly command: PlannedCommand;
}

/** One command to a device. */
export type PlannedCommand = NodeCommand | UserAlert;

/** A command about a node. URIs are canonical (`./A/B`). */
export type NodeCommand =
  | { readonly name: "Get"; readonly uri: string }
  | ValueCommand
  | { readonly name: "Delete"; readonly uri: string }
  | { readonly name: "Copy"; readonly from: string; readonly uri: string }
  | {
      readonly name: "Exec";
      readonly uri: string;
      readonly correlator?: string;
      readonly data?: string;
      readonly format?: string;
      readonly type?: string;
    };

/** Writes a value. One that does not fit into a message goes out in parts. */
export interface ValueCommand {
  readonly name: "Add" | "Replace";
  readonly uri: string;
  readonly format: string;
  readonly type?: string;
  /** Text, which is base64 where the format is `bin`; or a content that the service keeps. */
  readonly data: string | ContentReference;
}

/** A content by the name that the service gave it, and its size. What it holds never changes. */
export interface ContentReference {
  readonly content: string;
  readonly octets: number;
}

/** Asks the device's user, or shows something [OMA-TS-DM_Protocol 1.2.1, alerts 1100 to 1104]. */
export interface UserAlert {
  readonly name: "Alert";
  readonly code: "1100" | "1101" | "1102" | "1103" | "1104";
  /** `NAME=value&NAME=value`, or "". */
  readonly options: string;
  /** The text, then the choices. */
  readonly texts: readonly string[];
}

/** A Generic Alert is the wanted one when its Correlator is equal; without a Correlator, when it comes from there. */
export interface WantedAlert {
  readonly correlator?: string;
  readonly source?: string;
  /** In place of the one Source: it may be any node at or below the root, or missing, where the type is one of these. */
  readonly object?: {
    readonly root: string;
    /** In lower case. */
    readonly types: readonly string[];
  };
}

/** What a plan can be given. Plain data: it is stored and replayed. */
export type Answer =
  | {
      readonly kind: "status";
      readonly step: number;
      readonly index: number;
      /** DM status code as the device sent it; 0 when it sent none in a complete package. */
      readonly status: number;
      readonly nodes?: readonly NodeReading[];
      /** What the user said, of the answer to a user alert: a text, or numbers of choices. */
      readonly said?: readonly string[];
      /** The server answered in the device's place: the command was not sent, or the device took a part for the whole. */
      readonly by?: "server";
    }
  /** Nodes that came before the command's status, which is still to come. They count only together with it. */
  | { readonly kind: "nodes"; readonly step: number; readonly index: number; readonly nodes: readonly NodeReading[] }
  | { readonly kind: "alert"; readonly alert: GenericAlert }
  | { readonly kind: "timeout"; readonly step: number }
  /** What became of a push that a step waits for. None of the engine's doing. */
  | { readonly kind: "push"; readonly step: number; readonly push: PushNews }
  /** What the service has to offer a device where a plan asked for a content. None of the engine's doing. */
  | { readonly kind: "offer"; readonly step: number; readonly offer: OfferNews }
  /** What a device said by HTTP of a content that it was offered. None of the engine's doing. */
  | { readonly kind: "report"; readonly report: DownloadReport }
  /** The session ended before the device answered this command: it may or may not have run. */
  | {
      readonly kind: "lost";
      readonly step: number;
      readonly index: number;
      /** Its last part was never sent, so it has not run. */
      readonly unrun?: true;
    };

export type PushNews =
  /** What it will bring is stored. */
  | { readonly state: "prepared" }
  /** A channel took it; at least once, for it is sent again while nothing comes of it. */
  | { readonly state: "taken"; readonly channel: string }
  /** It must not be sent, or never can be. */
  | { readonly state: "unsendable"; readonly problem: string }
  /** A session proved that it arrived. */
  | { readonly state: "proved" };

export type OfferNews = ContentGrant | { readonly problem: OfferProblem };

/** `content_missing`: there is none, or not yet. `content_withdrawn`: it was ready once, and may not be used any more. */
export type OfferProblem = "content_missing" | "content_withdrawn";

/** That one task may give one content to its device, and what the content was then. */
export interface ContentGrant {
  /** Names the grant; the address that a device is given is made of it, and not kept. */
  readonly grant: string;
  /** Public: `con_...`. */
  readonly contentId: string;
  readonly name: string;
  readonly version: string | null;
  /** Versions that it may replace; null: any. */
  readonly fromVersions: readonly string[] | null;
  readonly manufacturer: string | null;
  /** Models that it is for; null: any of the manufacturer. */
  readonly models: readonly string[] | null;
  /** Octets. */
  readonly size: number;
  /** 64 lower-case hex digits. */
  readonly sha256: string;
}

/** The line that a device posted: a status of OMA Download 1.0 and its words. */
export interface DownloadReport {
  readonly contentId: string;
  readonly code: number;
  readonly text: string;
}

/** One Item of a Results. `value` is text; octets that are no text are base64 with `format` "bin". */
export interface NodeReading {
  readonly uri: string;
  readonly format: string;
  readonly type?: string;
  readonly value: string;
  /** A leaf that a list (`?list=`) named without its value; `value` is "" then, and says nothing. */
  readonly untold?: true;
}

/** One Item of an alert. `data` is text; octets that are no text are base64 with `format` "bin". */
export interface GenericAlert {
  /** Without the prefix `Reversed-Domain-Name:`, which some clients write and some do not. "" when there was none. */
  readonly type: string;
  readonly format?: string;
  readonly mark?: string;
  readonly correlator?: string;
  /** Canonical URI of the node that reports. */
  readonly source?: string;
  readonly data: string;
}

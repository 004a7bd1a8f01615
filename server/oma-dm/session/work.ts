/**
 * What the engine is given to do: the plans of the device's tasks, in the order in which they are to run. The engine
 * does not know what a plan is; it sends the commands a run asks for, gives it the answers, and asks again.
 */
export interface TaskRun {
  /** Opaque to the engine; comes back in its effects. At most 36 characters. */
  readonly key: string;
  /** What the plan wants now, after all answers given so far. */
  progress(): Progress;
  /** Gives the plan new answers, in any order, and says what it wants then. Deterministic. */
  give(answers: readonly Answer[]): Progress;
}

export type Progress =
  /** Commands of one step that have no answer yet. All of them may go out in one message, in any number of messages. */
  | { readonly kind: "commands"; readonly step: number; readonly commands: readonly StepCommand[] }
  /** The plan waits for a Generic Alert; the device may end the session meanwhile. */
  | { readonly kind: "alert"; readonly step: number; readonly wanted: WantedAlert; readonly withinSeconds: number }
  /** The plan is over. What it says is for the service, not for the engine. */
  | { readonly kind: "ended" };

export interface StepCommand {
  /** Position of the command among all commands of its step. */
  readonly index: number;
  readonly command: PlannedCommand;
}

/** One command to a device. URIs are canonical (`./A/B`). */
export type PlannedCommand =
  | { readonly name: "Get"; readonly uri: string }
  | {
      readonly name: "Add" | "Replace";
      readonly uri: string;
      readonly format: string;
      readonly type?: string;
      readonly data: string;
    }
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

/** A Generic Alert is the wanted one when its Correlator is equal; without a Correlator, when its Source is equal. */
export interface WantedAlert {
  readonly correlator?: string;
  readonly source?: string;
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
    }
  | { readonly kind: "alert"; readonly alert: GenericAlert }
  | { readonly kind: "timeout"; readonly step: number }
  /** The session ended before the device answered this command: it may or may not have run. */
  | { readonly kind: "lost"; readonly step: number; readonly index: number };

/** One Item of a Results. `value` is text; octets that are no text are base64 with `format` "bin". */
export interface NodeReading {
  readonly uri: string;
  readonly format: string;
  readonly type?: string;
  readonly value: string;
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

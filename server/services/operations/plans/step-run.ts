import type { Answer, GroupName, PlannedCommand, Progress } from "../../../oma-dm";
import type { PushAnswer, StepAnswer } from "./plan";

/** One yielded step under way. Answers come in any order; once `done()` is not null it stays as it is. */
export interface StepRun {
  take(answer: StepGift): void;
  /** What the plan is given for the step; null while something is missing. */
  done(): StepAnswer | null;
  /** What is missing. Asked only while `done()` is null. */
  progress(): Progress;
  /** Whether it was given something that this step cannot have asked for. */
  misfits(): boolean;
  /** What it asked for and what came, for people. */
  transcript(): readonly TranscriptEntry[];
}

/** Answers that name a step. Alerts name none: they are offered by the runner to the step that waits for one. */
export type StepGift = Exclude<Answer, { kind: "alert" }>;

export type TranscriptEntry =
  | {
      readonly kind: "command";
      readonly command: PlannedCommand;
      /** null: not answered yet. */
      readonly status: number | null;
      readonly lost: boolean;
      /** The server gave the status in the device's place. */
      readonly by?: "server";
    }
  | {
      readonly kind: "group";
      readonly group: GroupName;
      readonly status: number | null;
      readonly lost: boolean;
      readonly by?: "server";
    }
  | {
      readonly kind: "walk";
      readonly root: string;
      readonly status: number | null;
      readonly asked: number;
      readonly nodes: number;
    }
  | { readonly kind: "alert"; readonly source: string | null; readonly state: "waiting" | "timed_out" | "reported" }
  | { readonly kind: "push"; readonly state: "waiting" | PushAnswer["state"]; readonly channels: readonly string[] };

import type { Answer, GroupName, OfferProblem, PlannedCommand, Progress } from "../../../oma-dm";
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

/** Answers that name a step. Reports name none: they are offered by the runner to the step that waits for one. */
export type StepGift = Exclude<Answer, { kind: "alert" | "report" }>;

type CommandGift = Extract<StepGift, { kind: "status" | "nodes" | "lost" }>;

/** Whether it is about a command that was sent, so that only a step of commands can have asked for it. */
export function isOfCommand(answer: StepGift): answer is CommandGift {
  return answer.kind === "status" || answer.kind === "nodes" || answer.kind === "lost";
}

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
  | { readonly kind: "offer"; readonly contentId: string; readonly state: "waiting" | "offered" | OfferProblem }
  | { readonly kind: "push"; readonly state: "waiting" | PushAnswer["state"]; readonly channels: readonly string[] };

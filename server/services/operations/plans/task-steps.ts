import { statusMeaning } from "../../../oma-dm";
import type { TaskStepView } from "../schemas";
import type { PlanRun } from "./run-plan";
import type { TranscriptEntry } from "./step-run";

/**
 * What a task's plan has asked its device so far and how each command was answered, for people. A walk is one entry,
 * however many nodes it read. For a task of the store: `taskSteps(startPlanRun({ ..., answers }))`.
 */
export function taskSteps(run: Pick<PlanRun, "transcript">): TaskStepView[] {
  return run.transcript().map(stepView);
}

function stepView(entry: TranscriptEntry): TaskStepView {
  switch (entry.kind) {
    case "command":
      return {
        command: entry.command.name,
        uri: entry.command.uri,
        status: entry.status,
        meaning: entry.lost ? "No answer: the session ended first" : meaningOf(entry.status),
      };
    case "walk":
      return {
        command: "Get",
        uri: entry.root,
        status: entry.status,
        meaning: `${meaningOf(entry.status)}; ${entry.nodes} of ${entry.asked} nodes read, one by one`,
      };
    case "alert":
      return { command: "Alert", uri: entry.source ?? "", status: null, meaning: ALERT_MEANINGS[entry.state] };
  }
}

const ALERT_MEANINGS = {
  waiting: "Waiting for the device's report",
  timed_out: "The device did not report in time",
  reported: "The device reported",
} as const;

function meaningOf(status: number | null): string {
  if (status === null) return "Not answered yet";
  return status === 0 ? "The device gave no status" : statusMeaning(status).meaning;
}

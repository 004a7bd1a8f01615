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
        uri: entry.command.name === "Alert" ? "" : entry.command.uri,
        status: entry.status,
        meaning: answerMeaning(entry),
      };
    case "group":
      return { command: entry.group, uri: "", status: entry.status, meaning: answerMeaning(entry) };
    case "walk":
      return {
        command: "Get",
        uri: entry.root,
        status: entry.status,
        meaning: `${meaningOf(entry.status)}; ${entry.nodes} of ${entry.asked} nodes read, one by one`,
      };
    case "push":
      return { command: "Bootstrap", uri: "", status: null, meaning: pushMeaning(entry) };
    case "offer":
      return { command: "Content", uri: entry.contentId, status: null, meaning: OFFER_MEANINGS[entry.state] };
    case "alert":
      return { command: "Alert", uri: entry.source ?? "", status: null, meaning: ALERT_MEANINGS[entry.state] };
  }
}

const ALERT_MEANINGS = {
  waiting: "Waiting for the device's report",
  timed_out: "The device did not report in time",
  reported: "The device reported",
} as const;

const OFFER_MEANINGS = {
  waiting: "To be offered to the device",
  offered: "Offered to the device",
  content_missing: "Not offered: it is not there, or not ready",
  content_withdrawn: "Not offered: it was withdrawn",
} as const;

const PUSH_MEANINGS = {
  waiting: "Waiting for the device's first session",
  proved: "The device's session proved that it arrived",
  silent: "No session came in time",
  untaken: "No channel took it in time",
  unsendable: "It was not sent",
} as const;

function pushMeaning({ state, channels }: Extract<TranscriptEntry, { kind: "push" }>): string {
  return channels.length === 0 ? PUSH_MEANINGS[state] : `Sent by ${channels.join(", ")}. ${PUSH_MEANINGS[state]}`;
}

type Answered = Pick<Extract<TranscriptEntry, { kind: "command" }>, "status" | "lost" | "by">;

/** What the server says in a device's place, by status. */
const SERVER_MEANINGS: Readonly<Record<number, string>> = {
  404: "Not sent to its end: the content may not be had any more",
  406: "Not sent: the device's model or version of OMA DM is known not to know it",
  413: "Not sent: larger than the device takes",
  415: "Not sent: the device's version of OMA DM does not know the type",
  424: "The device took a part of the value for the whole, or lost track of it",
};

function answerMeaning({ status, lost, by }: Answered): string {
  if (lost) return "No answer: the session ended first";
  return (by && status !== null && SERVER_MEANINGS[status]) || meaningOf(status);
}

function meaningOf(status: number | null): string {
  if (status === null) return "Not answered yet";
  return status === 0 ? "The device gave no status" : statusMeaning(status).meaning;
}

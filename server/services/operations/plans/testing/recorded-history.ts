import type { Answer, Progress } from "../../../../oma-dm";
import type { OperationKind } from "../operation-kind";
import type { PlanVerdict } from "../plan";
import { type PlanRun, startPlanRun } from "../run-plan";

/**
 * A run of a plan as it once was: what it asked for, what it was given, how it ended. Kept as JSON beside the kinds, so
 * that a change which would make tasks under way diverge is seen before it is released.
 */
export interface RecordedHistory {
  readonly title: string;
  readonly kind: string;
  readonly version: number;
  readonly devId: string;
  /** As stored: what the kind's schema gave when the operation was started. */
  readonly params: unknown;
  readonly attempt: number;
  readonly messages: readonly { readonly asked: Progress; readonly given: readonly Answer[] }[];
  readonly verdict: PlanVerdict | null;
}

const HISTORY_KEY = "01890a5d-ac96-774b-bcce-b302099a8057";

/** Records a run; `answer` plays the device and gives the answers of one message, until the plan ends. */
export function recordHistory(
  title: string,
  kind: OperationKind,
  params: unknown,
  answer: (asked: Exclude<Progress, { kind: "ended" }>) => readonly Answer[],
): RecordedHistory {
  const about = { title, kind: kind.kind, version: kind.version, devId: "IMEI:350000000000001", attempt: 1 };
  const stored = kind.params.parse(params);
  const run = startHistory({ ...about, params: stored, messages: [], verdict: null }, kind, []);
  const messages: { asked: Progress; given: readonly Answer[] }[] = [];
  for (let asked = run.progress(); asked.kind !== "ended"; asked = run.progress()) {
    const given = answer(asked);
    messages.push({ asked, given });
    run.give(given);
  }
  return JSON.parse(JSON.stringify({ ...about, params: stored, messages, verdict: run.verdict() }));
}

/** A run of a recorded history, resumed where `answers` end. */
export function startHistory(history: RecordedHistory, kind: OperationKind, answers: readonly Answer[]): PlanRun {
  const { params, attempt, devId } = history;
  return startPlanRun({ key: HISTORY_KEY, kind, device: { devId }, params, attempt, answers });
}

import {
  type DownloadReport,
  type GenericAlert,
  isWantedAlert,
  type Progress,
  type WantedAlert,
} from "../../../oma-dm";
import type { StepAnswer } from "./plan";
import type { StepGift, StepRun, TranscriptEntry } from "./step-run";

/** Waits for one report of the device, or for the word that none came in time; whichever comes first. */
export class AlertStep implements StepRun {
  #answer: StepAnswer | null = null;
  #misfit = false;

  constructor(
    private readonly step: number,
    private readonly wanted: WantedAlert,
    private readonly withinSeconds: number,
    private readonly download: string | undefined,
  ) {}

  wants(alert: GenericAlert): boolean {
    return isWantedAlert(alert, this.wanted);
  }

  settle(alert: GenericAlert): void {
    this.#answer ??= { kind: "alert", alert };
  }

  wantsReport(report: DownloadReport): boolean {
    return report.contentId === this.download;
  }

  settleByReport(report: DownloadReport): void {
    this.#answer ??= { kind: "alert", alert: null, report };
  }

  take(answer: StepGift): void {
    if (answer.kind === "timeout") this.#answer ??= { kind: "alert", alert: null };
    else if (answer.kind !== "nodes" && answer.kind !== "lost") this.#misfit = true;
  }

  done(): StepAnswer | null {
    return this.#answer;
  }

  progress(): Progress {
    return { kind: "alert", step: this.step, wanted: this.wanted, withinSeconds: this.withinSeconds };
  }

  misfits(): boolean {
    return this.#misfit;
  }

  transcript(): TranscriptEntry[] {
    const answer = this.#answer;
    const state = answer?.kind !== "alert" ? "waiting" : (answer.alert ?? answer.report) ? "reported" : "timed_out";
    return [{ kind: "alert", source: this.wanted.source ?? null, state }];
  }
}

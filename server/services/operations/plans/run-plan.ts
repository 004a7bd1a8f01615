import type { Answer, DownloadReport, GenericAlert, PlannedCommand, Progress, TaskRun } from "../../../oma-dm";
import { AlertStep } from "./alert-step";
import { CommandsStep } from "./commands-step";
import { GroupStep } from "./group-step";
import { type DownloadUrlOf, OfferStep } from "./offer-step";
import type { OperationKind } from "./operation-kind";
import type { Plan, PlanDevice, PlanStep, PlanVerdict, StepAnswer } from "./plan";
import { type OpenPush, PushStep } from "./push-step";
import type { StepGift, StepRun, TranscriptEntry } from "./step-run";
import { UserStep } from "./user-step";
import { failed } from "./verdicts";
import { WalkStep } from "./walk-step";

/** Bounds on what a plan may ask for; a plan beyond them is a bug of ours. */
const STEPS_MAX = 1_000;
const COMMANDS_PER_STEP_MAX = 1_000;
const WALK_NODES_MAX = 10_000;
/** A group goes out in one message, so it is small. */
const GROUP_COMMANDS_MAX = 40;
/** Reports of each sort kept for a wait that has not begun; they are stored elsewhere in any case. */
const EARLY_REPORTS_MAX = 100;

/** Octets of a Correlator that clients are known to carry without cutting it. */
const CORRELATOR_CHARACTERS_MAX = 32;
const KEY_CHARACTERS_IN_CORRELATOR = 16;

export interface PlanStart {
  /** Comes back as `key`; its last 16 letters and digits go into Correlators. */
  readonly key: string;
  readonly kind: OperationKind;
  readonly device: Omit<PlanDevice, "attempt">;
  /** As stored: what the kind's `params` schema gave when the operation was started. */
  readonly params: unknown;
  readonly attempt: number;
  /** All answers stored for this attempt, in the order they were stored. */
  readonly answers: readonly Answer[];
  /** What a plan is told of where contents are; left out where nothing that it asks for goes to a device. */
  readonly downloadUrlOf?: DownloadUrlOf;
}

export interface PlanRun extends TaskRun {
  /** It has, or had, commands that wait for the device for so long and no longer. */
  readonly isTimed: boolean;
  /** How the plan ended; null while it goes on. */
  verdict(): PlanVerdict | null;
  /** The push that the plan waits for; null while it waits for something else, or is over. */
  push(): OpenPush | null;
  /** Answers it was given so far, the stored ones included. */
  readonly answerCount: number;
  /** What went wrong inside the server when the verdict's reason is `internal`; for the log. */
  readonly fault: unknown;
  /** All steps so far, as they were asked and answered. */
  transcript(): readonly TranscriptEntry[];
}

/**
 * Starts a plan, or resumes it where the stored answers end: the plan is run from its beginning once, here, and kept
 * alive for the answers to come. The same answers give the same end, however they were split over messages, processes
 * and orders. Answers that do not fit what the plan asks for end it with the reason `plan_diverged`; a plan that
 * throws ends with `internal`. An offer may be given before the plan asks for it. Throws nothing.
 */
export function startPlanRun(start: PlanStart): PlanRun {
  return new LivePlan(start);
}

const NOWHERE: DownloadUrlOf = () => "https://downloads.invalid/";

class LivePlan implements PlanRun {
  readonly key: string;
  readonly onlyReads: boolean;
  answerCount = 0;
  isTimed = false;
  fault: unknown = null;
  readonly #attempt: number;
  readonly #steps: StepRun[] = [];
  /** Came before a step asked for them. */
  readonly #alerts: GenericAlert[] = [];
  readonly #reports: DownloadReport[] = [];
  readonly #downloadUrlOf: DownloadUrlOf;
  #later: StepGift[] = [];
  #plan: Plan<PlanVerdict> | null = null;
  #verdict: PlanVerdict | null = null;

  constructor(start: PlanStart) {
    this.key = start.key;
    this.#downloadUrlOf = start.downloadUrlOf ?? NOWHERE;
    this.onlyReads = start.kind.onlyReads === true;
    this.#attempt = start.attempt;
    this.#resume(() => {
      this.#plan = start.kind.plan({ devId: start.device.devId, attempt: start.attempt }, start.params);
      return this.#plan.next();
    });
    this.#accept(start.answers);
  }

  progress(): Progress {
    const step = this.#steps.at(-1);
    return this.#verdict || !step ? { kind: "ended" } : step.progress();
  }

  give(answers: readonly Answer[]): Progress {
    this.#accept(answers);
    return this.progress();
  }

  push(): OpenPush | null {
    const step = this.#steps.at(-1);
    return !this.#verdict && step instanceof PushStep ? step.open() : null;
  }

  verdict(): PlanVerdict | null {
    return this.#verdict;
  }

  transcript(): TranscriptEntry[] {
    return this.#steps.flatMap((step) => step.transcript());
  }

  #accept(answers: readonly Answer[]): void {
    for (const answer of answers) {
      this.answerCount += 1;
      if (answer.kind === "alert") this.#acceptAlert(answer.alert);
      else if (answer.kind === "report") this.#acceptReport(answer.report);
      else this.#acceptGift(answer);
      this.#goOn();
    }
    const isUnasked = this.#later.some((answer) => answer.kind !== "offer");
    if (answers.length > 0 && (isUnasked || this.#steps.some((step) => step.misfits()))) this.#diverge();
  }

  #acceptAlert(alert: GenericAlert): void {
    const step = this.#steps.at(-1);
    if (!this.#verdict && step instanceof AlertStep && step.wants(alert)) step.settle(alert);
    else if (this.#alerts.length < EARLY_REPORTS_MAX) this.#alerts.push(alert);
  }

  #acceptReport(report: DownloadReport): void {
    const step = this.#steps.at(-1);
    if (!this.#verdict && step instanceof AlertStep && step.wantsReport(report)) step.settleByReport(report);
    else if (this.#reports.length < EARLY_REPORTS_MAX) this.#reports.push(report);
  }

  #acceptGift(answer: StepGift): void {
    const step = this.#steps[answer.step];
    if (step) step.take(answer);
    else if (answer.kind !== "lost") this.#later.push(answer);
  }

  /** Lets the plan run on as long as the step it waits for is done. */
  #goOn(): void {
    for (;;) {
      const done: StepAnswer | null = this.#verdict ? null : (this.#steps.at(-1)?.done() ?? null);
      const plan = this.#plan;
      if (!done || !plan) return;
      this.#resume(() => plan.next(done));
    }
  }

  #resume(next: () => IteratorResult<PlanStep, PlanVerdict>): void {
    try {
      const result = next();
      if (result.done) this.#verdict = result.value;
      else this.#begin(result.value);
    } catch (error) {
      this.fault = error;
      this.#verdict = failed("error", { code: "internal", retryable: false, result: null });
    }
  }

  #begin(step: PlanStep): void {
    const number = this.#steps.length;
    if (number >= STEPS_MAX) throw new RangeError(`A plan may have at most ${STEPS_MAX} steps.`);
    const run = this.#makeRun(number, step);
    this.#steps.push(run);
    if (run instanceof AlertStep) this.#giveEarlyReport(run);
    const mine = this.#later.filter((answer) => answer.step === number);
    if (mine.length === 0) return;
    this.#later = this.#later.filter((answer) => answer.step !== number);
    for (const answer of mine) run.take(answer);
  }

  /** An alert says more than a line by HTTP. */
  #giveEarlyReport(run: AlertStep): void {
    const alert = taken(this.#alerts, (one) => run.wants(one));
    if (alert) run.settle(alert);
    const report = alert ? null : taken(this.#reports, (one) => run.wantsReport(one));
    if (report) run.settleByReport(report);
  }

  #makeRun(number: number, step: PlanStep): StepRun {
    switch (step.kind) {
      case "commands":
        assertWithin("commands in a step", step.commands.length, COMMANDS_PER_STEP_MAX);
        this.isTimed ||= step.withinSeconds !== undefined;
        return new CommandsStep(
          number,
          step.commands.map((command, index) => this.#withCorrelator(command, number, index)),
          step.withinSeconds,
        );
      case "group":
        assertWithin("commands in a group", step.commands.length, GROUP_COMMANDS_MAX);
        if (step.group === "Atomic") assertNoGet(step.commands);
        return new GroupStep(
          number,
          step.group,
          step.commands.map((command, index) => this.#withCorrelator(command, number, index)),
        );
      case "user":
        return new UserStep(number, step.alert);
      case "push":
        assertWithin("seconds to wait", step.withinSeconds, Number.MAX_SAFE_INTEGER);
        return new PushStep(number, step.order, step.withinSeconds);
      case "walk":
        assertWithin("nodes in a walk", step.walk.nodesMax, WALK_NODES_MAX);
        return new WalkStep(number, step.walk);
      case "alert":
        assertWithin("seconds to wait", step.withinSeconds, Number.MAX_SAFE_INTEGER);
        return new AlertStep(number, step.wanted, step.withinSeconds, step.download);
      case "offer":
        return new OfferStep(number, step.contentId, this.#downloadUrlOf);
    }
  }

  /** Made from what the task is, not drawn: a replay has to make the same one. */
  #withCorrelator<C extends PlannedCommand>(command: C, step: number, index: number): C {
    if (command.name !== "Exec") return command;
    const place = index === 0 ? `${step}` : `${step}.${index}`;
    const shortKey = this.key.replace(/[^0-9A-Za-z]/g, "").slice(-KEY_CHARACTERS_IN_CORRELATOR);
    const correlator = `${shortKey}-${this.#attempt}-${place}`.slice(-CORRELATOR_CHARACTERS_MAX);
    return { ...command, correlator };
  }

  #diverge(): void {
    if (this.fault) return;
    this.#verdict = failed("error", { code: "plan_diverged", retryable: false, result: null });
  }
}

function taken<T>(list: T[], isWanted: (one: T) => boolean): T | null {
  const at = list.findIndex(isWanted);
  return at < 0 ? null : (list.splice(at, 1)[0] ?? null);
}

/** A Get inside an Atomic fails it [OMA-TS-DM_RepPro 1.2.1]. */
function assertNoGet(commands: readonly PlannedCommand[]): void {
  if (commands.some((command) => command.name === "Get")) throw new RangeError("An Atomic may hold no Get.");
}

function assertWithin(what: string, value: number, max: number): void {
  if (!Number.isInteger(value) || value < 1 || value > max) throw new RangeError(`${what}: 1 to ${max}, not ${value}.`);
}

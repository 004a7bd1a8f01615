import type { Answer, GroupName, PlannedCommand, Progress, StepCommand, TaskRun, WantedAlert } from "../session";

/** One step of a fixed plan: commands that are all to be answered, alone or in a group, or an alert to wait for. */
export type PlannedStep =
  | readonly PlannedCommand[]
  | { readonly group: GroupName; readonly commands: readonly PlannedCommand[] }
  | { readonly wanted: WantedAlert };

const WITHIN_SECONDS = 3_600;

/** A plan that always does the same: step after step, whatever is answered. Remembers all it was given. */
export class PlannedRun implements TaskRun {
  readonly answers: Answer[] = [];
  readonly onlyReads: boolean;
  #step = 0;
  readonly #settled = new Set<number>();
  /** Alerts that came before the step that waits for them. */
  #early = 0;

  constructor(
    readonly key: string,
    private readonly steps: readonly PlannedStep[],
  ) {
    this.onlyReads = steps.every((step) => "length" in step && step.every(({ name }) => name === "Get"));
  }

  progress(): Progress {
    const step = this.steps[this.#step];
    if (!step) return { kind: "ended" };
    if ("wanted" in step) {
      return { kind: "alert", step: this.#step, wanted: step.wanted, withinSeconds: WITHIN_SECONDS };
    }
    if ("group" in step) {
      const commands = step.commands.map((command, index) => ({ index, command }));
      return { kind: "commands", step: this.#step, commands, group: step.group };
    }
    const commands: StepCommand[] = [];
    for (const [index, command] of step.entries()) if (!this.#settled.has(index)) commands.push({ index, command });
    return { kind: "commands", step: this.#step, commands };
  }

  give(answers: readonly Answer[]): Progress {
    for (const answer of answers) {
      this.answers.push(answer);
      if (answer.kind === "alert") this.#early += 1;
      else if (answer.kind === "status" || answer.kind === "lost") this.#settle(answer.step, answer.index);
      this.#goOn();
    }
    return this.progress();
  }

  /** Status codes it was given, in the order it was given them. */
  statuses(): number[] {
    return this.answers.flatMap((answer) => (answer.kind === "status" ? [answer.status] : []));
  }

  #settle(step: number, index: number): void {
    if (step === this.#step) this.#settled.add(index);
  }

  #goOn(): void {
    for (let step = this.steps[this.#step]; step; step = this.steps[this.#step]) {
      if ("wanted" in step) {
        if (this.#early === 0) return;
        this.#early -= 1;
      } else if (this.#settled.size < ("group" in step ? step.commands.length + 1 : step.length)) return;
      this.#step += 1;
      this.#settled.clear();
    }
  }
}

import type { PlannedCommand, Progress } from "../../../oma-dm";
import { CommandSlots } from "./command-slots";
import type { StepAnswer } from "./plan";
import type { StepGift, StepRun, TranscriptEntry } from "./step-run";

/** Several commands that do not depend on each other: done when each was answered or its answer was given up. */
export class CommandsStep implements StepRun {
  readonly #slots = new CommandSlots();
  #misfit = false;

  constructor(
    private readonly step: number,
    private readonly commands: readonly PlannedCommand[],
  ) {
    for (const command of commands) this.#slots.add(command);
  }

  take(answer: StepGift): void {
    if (answer.kind === "timeout") this.#misfit = true;
    else this.#slots.take(answer);
  }

  done(): StepAnswer | null {
    if (this.#slots.settledInRow < this.commands.length) return null;
    const answers = this.commands.flatMap((_, index) => this.#slots.answerOf(index) ?? []);
    return { kind: "commands", answers };
  }

  progress(): Progress {
    return { kind: "commands", step: this.step, commands: this.#slots.open() };
  }

  misfits(): boolean {
    return this.#misfit || this.#slots.hasStrays();
  }

  transcript(): TranscriptEntry[] {
    return this.commands.map((command, index) => {
      const answer = this.#slots.answerOf(index);
      return {
        kind: "command",
        command,
        status: answer && !answer.lost ? answer.status : null,
        lost: answer?.lost ?? false,
      };
    });
  }
}

import type { PlannedCommand, Progress } from "../../../oma-dm";
import { CommandSlots } from "./command-slots";
import type { CommandAnswer } from "./plan";
import { isOfCommand, type StepGift, type TranscriptEntry } from "./step-run";

/** Several commands that do not depend on each other: done when each was answered or its answer was given up. */
export class CommandsOpen<C extends PlannedCommand> {
  readonly #slots = new CommandSlots<C>();
  #misfit = false;

  constructor(
    private readonly step: number,
    private readonly commands: readonly C[],
    /** Seconds after which what is not answered is given up; absent: never. */
    private readonly withinSeconds?: number,
  ) {
    for (const command of commands) this.#slots.add(command);
  }

  take(answer: StepGift): void {
    if (isOfCommand(answer)) this.#slots.take(answer);
    else if (answer.kind === "timeout" && this.withinSeconds !== undefined) this.#slots.giveUp();
    else this.#misfit = true;
  }

  /** Null while something is missing. */
  answers(): CommandAnswer<C>[] | null {
    if (this.#slots.settledInRow < this.commands.length) return null;
    const answers: CommandAnswer<C>[] = [];
    for (let index = 0; index < this.commands.length; index += 1) {
      const answer = this.#slots.answerOf(index);
      if (answer) answers.push(answer);
    }
    return answers;
  }

  progress(): Progress {
    const { step, withinSeconds } = this;
    const commands = this.#slots.open();
    return withinSeconds ? { kind: "commands", step, commands, withinSeconds } : { kind: "commands", step, commands };
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
        ...(answer?.by && { by: answer.by }),
      };
    });
  }
}

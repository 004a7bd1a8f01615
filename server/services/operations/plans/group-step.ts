import type { Answer, GroupName, NodeReading, PlannedCommand, Progress } from "../../../oma-dm";
import type { CommandAnswer, GroupAnswer, StepAnswer } from "./plan";
import { isOfCommand, type StepGift, type StepRun, type TranscriptEntry } from "./step-run";

type GroupGift = Extract<Answer, { kind: "status" | "lost" }>;

/**
 * Commands inside an Atomic or Sequence, with the container's own status, whose index is the one behind theirs. They go
 * out together or not at all, so whatever is missing, all of them are asked for; an answer that was lost stays so, for
 * only the plan can know whether the group may be run again.
 */
export class GroupStep implements StepRun {
  readonly #answers: (GroupGift | undefined)[] = [];
  readonly #nodes = new Map<number, readonly NodeReading[]>();
  #misfit = false;

  constructor(
    private readonly step: number,
    private readonly group: GroupName,
    private readonly commands: readonly PlannedCommand[],
  ) {}

  take(answer: StepGift): void {
    if (!isOfCommand(answer)) this.#misfit = true;
    else if (answer.index > this.commands.length) this.#misfit ||= answer.kind === "status";
    else if (answer.kind === "nodes") {
      this.#nodes.set(answer.index, [...(this.#nodes.get(answer.index) ?? []), ...answer.nodes]);
    } else this.#answers[answer.index] ??= answer;
  }

  done(): StepAnswer | null {
    const own = this.#answers[this.commands.length];
    const answers = this.commands.flatMap((command, index) => this.#answerTo(command, index) ?? []);
    if (!own || answers.length < this.commands.length) return null;
    return { kind: "group", answer: { group: this.group, ...outcomeOf(own), answers } };
  }

  progress(): Progress {
    const commands = this.commands.map((command, index) => ({ index, command }));
    return { kind: "commands", step: this.step, group: this.group, commands };
  }

  misfits(): boolean {
    return this.#misfit;
  }

  transcript(): TranscriptEntry[] {
    const own = this.#answers[this.commands.length];
    const inner = this.commands.map((command, index) => ({
      kind: "command" as const,
      command,
      ...shown(this.#answers[index]),
    }));
    return [{ kind: "group", group: this.group, ...shown(own) }, ...inner];
  }

  #answerTo(command: PlannedCommand, index: number): CommandAnswer<PlannedCommand> | null {
    const answer = this.#answers[index];
    if (!answer) return null;
    if (answer.kind === "lost") return { command, lost: true, status: 0, nodes: [] };
    const nodes = [...(this.#nodes.get(index) ?? []), ...(answer.nodes ?? [])];
    return { command, ...outcomeOf(answer), nodes, ...(answer.said && { said: answer.said }) };
  }
}

function outcomeOf(answer: GroupGift): Omit<GroupAnswer, "group" | "answers"> {
  if (answer.kind === "lost") return { lost: true, status: 0 };
  return { lost: false, status: answer.status, ...(answer.by && { by: answer.by }) };
}

function shown(
  answer: GroupGift | undefined,
): Pick<Extract<TranscriptEntry, { kind: "group" }>, "status" | "lost" | "by"> {
  if (!answer) return { status: null, lost: false };
  const { status, ...rest } = outcomeOf(answer);
  return { ...rest, status: rest.lost ? null : status };
}

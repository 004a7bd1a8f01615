import type { Answer, NodeReading, PlannedCommand, Progress } from "../../../oma-dm";
import type { CommandAnswer } from "./plan";

/** A command whose answer was lost so many times is given up: whatever the device does on it, it does each time. */
const LOST_ANSWERS_MAX = 5;

/** Commands that have the same effect however often they run: one whose answer was lost is simply asked again. */
const REPEATABLE: ReadonlySet<PlannedCommand["name"]> = new Set(["Get", "Replace"]);

type StatusAnswer = Extract<Answer, { kind: "status" }>;
/** A command with its place among those of its step. */
export type StepCommand = Extract<Progress, { kind: "commands" }>["commands"][number];
type LostAnswer = Extract<Answer, { kind: "lost" }>;
type NodesAnswer = Extract<Answer, { kind: "nodes" }>;

/**
 * The commands of one step by index, with the first answer that each was given. Answers may come before the command
 * they are for is known (a walk learns of its commands by answers); they are kept until it is.
 */
export class CommandSlots<C extends PlannedCommand> {
  readonly #commands: C[] = [];
  readonly #statuses = new Map<number, StatusAnswer>();
  readonly #losses = new Map<number, number>();
  /** Commands of which a loss says that they have not run. */
  readonly #unrun = new Set<number>();
  /** Nodes that came before the status of their command. */
  readonly #nodes = new Map<number, readonly NodeReading[]>();
  #highestIndexAnswered = -1;
  #settledInRow = 0;
  #isGivenUp = false;

  get size(): number {
    return this.#commands.length;
  }

  /** How many commands from the first one on have an answer that counts. */
  get settledInRow(): number {
    while (this.#settled(this.#settledInRow)) this.#settledInRow += 1;
    return this.#settledInRow;
  }

  add(command: C): void {
    this.#commands.push(command);
  }

  take(answer: StatusAnswer | LostAnswer | NodesAnswer): void {
    const { index } = answer;
    if (this.#settled(index)) return;
    if (answer.kind === "lost") {
      this.#losses.set(index, (this.#losses.get(index) ?? 0) + 1);
      if (answer.unrun) this.#unrun.add(index);
      else this.#unrun.delete(index);
      this.#nodes.delete(index);
      return;
    }
    if (answer.kind === "nodes") {
      this.#nodes.set(index, [...(this.#nodes.get(index) ?? []), ...answer.nodes]);
      return;
    }
    this.#statuses.set(index, answer);
    this.#highestIndexAnswered = Math.max(this.#highestIndexAnswered, index);
  }

  /** Nobody waits any longer: what has no answer counts as lost. */
  giveUp(): void {
    this.#isGivenUp = true;
  }

  /** What is known of a command's answer; null while it has none that counts. */
  answerOf(index: number): CommandAnswer<C> | null {
    const command = this.#commands[index];
    const answer = this.#settled(index);
    if (!command || !answer) return null;
    if (answer === "lost") return { command, lost: true, status: 0, nodes: [] };
    const { status, said, by } = answer;
    const early = this.#nodes.get(index);
    const nodes = early ? [...early, ...(answer.nodes ?? [])] : (answer.nodes ?? []);
    const given = { command, lost: false, status, nodes };
    return said || by ? { ...given, ...(said && { said }), ...(by && { by }) } : given;
  }

  /** Commands that still want an answer. */
  open(): StepCommand[] {
    const open: StepCommand[] = [];
    for (let index = this.settledInRow; index < this.#commands.length; index += 1) {
      const command = this.#commands[index];
      if (command && !this.#settled(index)) open.push({ index, command });
    }
    return open;
  }

  /** Whether a device answered a command that this step does not have. A lost answer says nothing, so it is no proof. */
  hasStrays(): boolean {
    return this.#highestIndexAnswered >= this.#commands.length;
  }

  #settled(index: number): StatusAnswer | "lost" | null {
    const command = this.#commands[index];
    const status = this.#statuses.get(index);
    if (status || !command) return status ?? null;
    if (this.#isGivenUp) return "lost";
    const losses = this.#losses.get(index) ?? 0;
    if (losses === 0) return null;
    const mayRepeat = REPEATABLE.has(command.name) || this.#unrun.has(index);
    return losses >= LOST_ANSWERS_MAX || !mayRepeat ? "lost" : null;
  }
}

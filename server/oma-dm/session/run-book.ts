import type { Effect } from "./contract";
import type { Answer, GroupContainer, PlannedCommand, Progress, TaskRun } from "./work";

interface Page {
  /** null: answers came for a task that is no longer there. */
  readonly run: TaskRun | null;
  progress: Progress;
  readonly answers: Answer[];
  sent: boolean;
}

const ENDED: Progress = { kind: "ended" };

/** The runs of one step, what each was given and whether its commands went out. */
export class RunBook {
  readonly #pages = new Map<string, Page>();

  constructor(work: readonly TaskRun[]) {
    for (const run of work) this.#pages.set(run.key, { run, progress: run.progress(), answers: [], sent: false });
  }

  /** In the order in which they are to run. */
  tasks(): readonly string[] {
    return [...this.#pages.keys()];
  }

  /** Whether any task waits for a command to be sent. */
  wantsCommands(): boolean {
    for (const { progress } of this.#pages.values()) if (progress.kind === "commands") return true;
    return false;
  }

  onlyReads(task: string): boolean {
    return this.#pages.get(task)?.run?.onlyReads === true;
  }

  /** Whether a run that it has to wait for is not over. */
  isBehind(task: string): boolean {
    return this.#pages.get(task)?.run?.behind?.some((key) => this.progress(key).kind !== "ended") ?? false;
  }

  progress(task: string): Progress {
    return this.#pages.get(task)?.progress ?? ENDED;
  }

  /** The command a task waits for an answer to; null when it does not, or not any more. */
  commandAt(task: string, step: number, index: number): PlannedCommand | null {
    const progress = this.progress(task);
    if (progress.kind !== "commands" || progress.step !== step) return null;
    return progress.commands.find((candidate) => candidate.index === index)?.command ?? null;
  }

  /** The status of a command or group that is not to be sent to this device; null when it is. */
  refusal(task: string, command: PlannedCommand | GroupContainer): number | null {
    return this.#pages.get(task)?.run?.refusal?.(command) ?? null;
  }

  /** Gives a task answers. Those to a task that is no longer there are kept: they are facts all the same. */
  give(task: string, answers: readonly Answer[]): Progress {
    let page = this.#pages.get(task);
    if (!page) {
      page = { run: null, progress: ENDED, answers: [], sent: false };
      this.#pages.set(task, page);
    }
    page.answers.push(...answers);
    if (page.run) page.progress = page.run.give(answers);
    return page.progress;
  }

  markSent(task: string): void {
    const page = this.#pages.get(task);
    if (page) page.sent = true;
  }

  effects(): Effect[] {
    const effects: Effect[] = [];
    for (const [task, { answers, sent }] of this.#pages) {
      if (answers.length > 0 || sent) effects.push({ kind: "task", task, answers, sent });
    }
    return effects;
  }
}

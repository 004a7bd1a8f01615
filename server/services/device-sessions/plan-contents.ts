import type {
  Answer,
  ContentSlice,
  ContentWanted,
  Effect,
  GroupContainer,
  OfferNews,
  PlannedCommand,
  SessionState,
  StepOutput,
  TaskRun,
} from "../../oma-dm";
import { contentAhead } from "../../oma-dm";
import { CONTENT_GONE } from "../operations/plans";
import { SESSION_LIMITS } from "./session-limits";
import type { RunningTask } from "./task-changes";
import { waitingTasks } from "./turns";

/** Contents as the plans of tasks come by them. Behind it are grants of downloads and the store of contents. */
export interface PlanContents {
  /** The address that a device gets a granted content at. */
  urlOf(grant: string): string;
  /** Grants a task one content, however often it is asked: one grant. */
  offer(request: OfferRequest): Promise<OfferNews>;
  /** So many octets of a granted content from one on, or what there is of them; null: it may not be had any more. */
  read(wanted: ContentWanted): Promise<Uint8Array | null>;
}

export interface OfferRequest {
  readonly deviceId: string;
  readonly operationId: string;
  /** Public: `con_...`. */
  readonly contentId: string;
}

/**
 * What the plans were given in the course of one message that no device said: fetched when they asked for it, and given
 * again to runs that were made anew.
 */
export class MessageSupplies {
  /** By the key of the run. Nearly every message needs neither of these. */
  #answers: Map<string, Answer[]> | undefined;
  #gone: Set<string> | undefined;
  #slice: ContentSlice | undefined;

  constructor(private readonly contents: PlanContents | null) {}

  /** The part of a content that the step is to have at hand. */
  get slice(): ContentSlice | undefined {
    return this.#slice;
  }

  /** Before the step: gives runs what was fetched for them earlier. */
  giveAgain(running: readonly RunningTask[]): void {
    if (!this.#answers) return;
    for (const { run } of running) {
      const answers = this.#answers.get(run.key);
      if (answers) run.give(answers);
    }
  }

  /** The same within a session, and what of a content follows if the device took the part before is read. */
  async prepare(state: SessionState | null, running: readonly RunningTask[]): Promise<void> {
    this.giveAgain(running);
    const runs = running.map(({ run }) => run);
    const ahead = this.#slice ? null : contentAhead(state, runs, SESSION_LIMITS);
    if (ahead && !this.#gone?.has(ahead.content)) await this.#read(ahead);
  }

  /**
   * After the step: true where a plan asked for something, which is at hand now, or was given what it must not have yet;
   * the step is to be made again.
   */
  async fetch(deviceId: string, running: readonly RunningTask[], { wanted }: StepOutput): Promise<boolean> {
    const isBehind = behindIn(running);
    if (this.#answers && this.#takeBack(this.#answers, running.filter(isBehind))) return true;
    if (wanted) {
      await this.#read(wanted);
      return true;
    }
    let isFetched = false;
    for (const entry of running) {
      const { run, task } = entry;
      const progress = run.progress();
      // It is asked for when the task's turn has come: till then the content may be withdrawn.
      if (progress.kind !== "offer" || isBehind(entry)) continue;
      const { step, contentId } = progress;
      const offer = await this.#present().offer({ deviceId, operationId: task.operationId, contentId });
      this.#answers ??= new Map();
      this.#answers.set(run.key, [...(this.#answers.get(run.key) ?? []), { kind: "offer", step, offer }]);
      isFetched = true;
    }
    return isFetched;
  }

  /** The runs as the engine is given them: what would send a content that is not to be had any more is not sent. */
  runs(runs: readonly TaskRun[]): readonly TaskRun[] {
    if (!this.#gone) return runs;
    return runs.map((run) => ({
      key: run.key,
      onlyReads: run.onlyReads === true,
      behind: run.behind ?? [],
      progress: () => run.progress(),
      give: (answers) => run.give(answers),
      refusal: (command) => (this.#isGone(command) ? CONTENT_GONE : (run.refusal?.(command) ?? null)),
    }));
  }

  /** The effects of the step, with those of what was given beside the message. */
  joinedTo(effects: readonly Effect[]): readonly Effect[] {
    if (!this.#answers) return effects;
    const own = [...this.#answers].map(([task, answers]): Effect => ({ kind: "task", task, answers, sent: false }));
    return [...effects, ...own];
  }

  /**
   * Runs whose turn had come, and has not once the device was loaded again: another message of it was first. What was
   * fetched for them would begin them beside those that they wait for. true: some have gone on by it.
   */
  #takeBack(answers: Map<string, Answer[]>, behind: readonly RunningTask[]): boolean {
    return behind.filter(({ run }) => answers.delete(run.key)).length > 0;
  }

  async #read(wanted: ContentWanted): Promise<void> {
    const octets = await this.#present().read(wanted);
    if (octets) this.#slice = { content: wanted.content, from: wanted.from, octets };
    else {
      this.#gone ??= new Set();
      this.#gone.add(wanted.content);
    }
  }

  #isGone(command: PlannedCommand | GroupContainer): boolean {
    return "data" in command && typeof command.data === "object" && this.#gone?.has(command.data.content) === true;
  }

  #present(): PlanContents {
    if (!this.contents) throw new Error("A plan asks for a content, and no contents are at hand.");
    return this.contents;
  }
}

/** Whether a task has to wait for one that is not over. */
function behindIn(running: readonly RunningTask[]): (entry: RunningTask) => boolean {
  const waiting = waitingTasks(running);
  return (entry) => waiting.get(entry)?.some((other) => other.run.progress().kind !== "ended") ?? false;
}

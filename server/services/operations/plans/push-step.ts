import type { Progress } from "../../../oma-dm";
import type { BootstrapOrder, PushAnswer, StepAnswer } from "./plan";
import type { StepGift, StepRun, TranscriptEntry } from "./step-run";

/** A push that is to be sent, or sent again. */
export interface OpenPush {
  readonly step: number;
  readonly order: BootstrapOrder;
  /** What it brings is stored already: it is the same at each send. */
  readonly prepared: boolean;
  readonly withinSeconds: number;
}

/** A push that the worker sends, any number of times, and that one session proves. */
export class PushStep implements StepRun {
  readonly #channels: string[] = [];
  #sends = 0;
  #prepared = false;
  #end: Pick<PushAnswer, "state" | "problem"> | null = null;
  #misfit = false;

  constructor(
    private readonly step: number,
    private readonly order: BootstrapOrder,
    private readonly withinSeconds: number,
  ) {}

  open(): OpenPush {
    return { step: this.step, order: this.order, prepared: this.#prepared, withinSeconds: this.withinSeconds };
  }

  take(answer: StepGift): void {
    if (answer.kind === "timeout") this.#end ??= { state: this.#sends > 0 ? "silent" : "untaken", problem: null };
    else if (answer.kind !== "push") this.#misfit = true;
    else if (answer.push.state === "prepared") this.#prepared = true;
    else if (answer.push.state === "taken") this.#sentBy(answer.push.channel);
    else this.#end ??= { state: answer.push.state, problem: "problem" in answer.push ? answer.push.problem : null };
  }

  done(): StepAnswer | null {
    const { state, problem } = this.#end ?? {};
    if (state === undefined || problem === undefined) return null;
    return { kind: "push", answer: { state, problem, channels: [...this.#channels], sends: this.#sends } };
  }

  progress(): Progress {
    return { kind: "outside", step: this.step };
  }

  misfits(): boolean {
    return this.#misfit;
  }

  transcript(): TranscriptEntry[] {
    return [{ kind: "push", state: this.#end?.state ?? "waiting", channels: [...this.#channels] }];
  }

  #sentBy(channel: string): void {
    if (this.#end) return;
    this.#sends += 1;
    if (!this.#channels.includes(channel)) this.#channels.push(channel);
  }
}

import type { NodeCommand, NodeReading, Progress } from "../../../oma-dm";
import { CommandSlots } from "./command-slots";
import type { StepAnswer, WalkOrder } from "./plan";
import { isOfCommand, type StepGift, type StepRun, type TranscriptEntry } from "./step-run";
import { isDone } from "./verdicts";

/** Characters; longer ones are not followed. */
const URI_CHARACTERS_MAX = 1_024;

/**
 * Reads a tree node by node, breadth first, one Get a node. An interior node answers its children's names joined by
 * `/` with Format `node` [OMA-TS-DM_TND 1.2.1]. Answers are looked at in the order of the commands, whatever order
 * they came in, so the same tree always gives the same commands under the same indexes.
 */
export class WalkStep implements StepRun {
  readonly #slots = new CommandSlots<NodeCommand>();
  readonly #places: { readonly uri: string; readonly depth: number }[] = [];
  readonly #nodes: NodeReading[] = [];
  #looked = 0;
  #truncated = false;
  #misfit = false;

  constructor(
    private readonly step: number,
    private readonly order: WalkOrder,
  ) {
    this.#visit(order.root, 0);
  }

  take(answer: StepGift): void {
    if (!isOfCommand(answer)) {
      this.#misfit = true;
      return;
    }
    this.#slots.take(answer);
    this.#look();
  }

  done(): StepAnswer | null {
    if (this.#looked < this.#places.length) return null;
    return {
      kind: "walk",
      reading: {
        rootStatus: this.#slots.answerOf(0)?.status ?? 0,
        asked: this.#places.length,
        nodes: this.#nodes,
        truncated: this.#truncated,
      },
    };
  }

  progress(): Progress {
    return { kind: "commands", step: this.step, commands: this.#slots.open() };
  }

  misfits(): boolean {
    return this.#misfit || this.#slots.hasStrays();
  }

  transcript(): TranscriptEntry[] {
    const root = this.#slots.answerOf(0);
    return [
      {
        kind: "walk",
        root: this.order.root,
        status: root && !root.lost ? root.status : null,
        asked: this.#places.length,
        nodes: this.#nodes.length,
      },
    ];
  }

  #look(): void {
    for (;;) {
      const place = this.#places[this.#looked];
      const answer = this.#slots.answerOf(this.#looked);
      if (!place || !answer) return;
      this.#looked += 1;
      if (!isDone(answer.status)) continue;
      const node = answer.nodes.find((reading) => reading.uri === place.uri) ?? answer.nodes[0];
      if (!node) continue;
      this.#nodes.push(node);
      if (node.format.toLowerCase() === "node") this.#visitChildren(place.uri, place.depth + 1, node.value);
    }
  }

  #visitChildren(uri: string, depth: number, value: string): void {
    for (const name of new Set(value.split("/"))) {
      if (name === "" || name === "." || name === "..") continue;
      const child = uri === "." ? `./${name}` : `${uri}/${name}`;
      if (
        depth > this.order.depthMax ||
        this.#places.length >= this.order.nodesMax ||
        child.length > URI_CHARACTERS_MAX
      )
        this.#truncated = true;
      else this.#visit(child, depth);
    }
  }

  #visit(uri: string, depth: number): void {
    this.#places.push({ uri, depth });
    this.#slots.add({ name: "Get", uri });
  }
}

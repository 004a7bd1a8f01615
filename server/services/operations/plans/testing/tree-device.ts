import {
  type Answer,
  type ContentGrant,
  type GenericAlert,
  type GroupName,
  type NodeReading,
  type OfferProblem,
  type PlannedCommand,
  type Progress,
  readTnds,
  TNDS_TYPE,
} from "../../../../oma-dm";
import type { StepCommand } from "../command-slots";
import type { PlanRun } from "../run-plan";
import { isDone } from "../verdicts";

/** What a scripted device knows and how it behaves; everything not said is answered as a friendly device would. */
export interface DeviceScript {
  /** Leaves by canonical URI; the interior nodes follow from them. */
  readonly leaves: Readonly<Record<string, Omit<NodeReading, "uri">>>;
  /** Access control lists by URI. */
  readonly acls?: Readonly<Record<string, string>>;
  /** Status instead of the usual one, by command and URI: `"Replace ./A/B": 425`. */
  readonly statuses?: Readonly<Record<string, number>>;
  /** Nodes whose writes are accepted and not done. */
  readonly deaf?: readonly string[];
  /**
   * What it does about an Atomic: `knows` it and takes back what was done, runs it and `keeps` what was done, or a status
   * by which it says that it does not know it. It knows it when left out.
   */
  readonly atomic?: "knows" | "keeps" | number;
  /** The status by which it says that it does not know a Sequence; it knows it when left out. */
  readonly sequence?: number;
  /** Knows the property Title; else it answers 406 to it. */
  readonly knowsTitles?: boolean;
  /** Takes a whole tree (TNDS) in one Add; else it answers 415 to one. */
  readonly takesTrees?: boolean;
}

/** A device in memory that answers planned commands by its script; for tests of plans, without any protocol. */
export interface TreeDevice {
  answer(step: number, command: StepCommand): Answer;
  /** Answers commands in a group, and the group behind them. */
  answerGroup?(step: number, commands: readonly StepCommand[], group: GroupName): Answer[];
  /** Every Exec that it ran, with the Correlator it came with. */
  readonly executed: { readonly uri: string; readonly correlator: string | undefined }[];
}

export function treeDevice(script: DeviceScript): TreeDevice {
  const tree = new ScriptedTree(script);
  const executed: { readonly uri: string; readonly correlator: string | undefined }[] = [];
  const answer = (step: number, { index, command }: StepCommand): Answer => {
    if (command.name === "Exec") executed.push({ uri: command.uri, correlator: command.correlator });
    const uri = "uri" in command ? command.uri : "";
    const scripted = script.statuses?.[`${command.name} ${uri}`];
    if (scripted !== undefined && !isDone(scripted)) return { kind: "status", step, index, status: scripted };
    if (script.deaf?.includes(uri) && command.name !== "Get") return { kind: "status", step, index, status: 200 };
    const { status, node } = tree.run(command);
    const nodes = node ? [node] : undefined;
    return { kind: "status", step, index, status: scripted ?? status, ...(nodes && { nodes }) };
  };
  const answerGroup = (step: number, commands: readonly StepCommand[], group: GroupName): Answer[] => {
    const own = (status: number): Answer => ({ kind: "status", step, index: commands.length, status });
    const atomic = script.atomic ?? "knows";
    const unknown = group === "Sequence" ? script.sequence : typeof atomic === "number" ? atomic : undefined;
    if (unknown !== undefined) {
      return [...commands.map(({ index }): Answer => ({ kind: "status", step, index, status: 215 })), own(unknown)];
    }
    if (group === "Sequence") return [...commands.map((command) => answer(step, command)), own(200)];
    const before = tree.memory();
    const answers: Answer[] = [];
    let isFailed = false;
    for (const command of commands) {
      const given: Answer = isFailed
        ? { kind: "status", step, index: command.index, status: 215 }
        : answer(step, command);
      isFailed ||= given.kind === "status" && !isDone(given.status);
      answers.push(given);
    }
    if (!isFailed) return [...answers, own(200)];
    if (atomic === "keeps") return [...answers, own(507)];
    tree.restore(before);
    return [...answers.map((given) => (isDoneAnswer(given) ? { ...given, status: 216 } : given)), own(507)];
  };
  return { answer, answerGroup, executed };
}

function isDoneAnswer(answer: Answer): answer is Extract<Answer, { kind: "status" }> {
  return answer.kind === "status" && isDone(answer.status);
}

interface TreeAnswer {
  readonly status: number;
  readonly node?: NodeReading;
}

/** Answers as a device does that is friendly: 404 no such node, 415 no trees, 418 it is there already. */
class ScriptedTree {
  #nodes: Map<string, Omit<NodeReading, "uri">>;
  #acls: Map<string, string>;
  #titles = new Map<string, string>();

  constructor(private readonly script: DeviceScript) {
    this.#nodes = new Map(Object.entries(script.leaves));
    this.#acls = new Map(Object.entries(script.acls ?? {}));
  }

  /** All that it knows, for `restore`. */
  memory() {
    return { nodes: new Map(this.#nodes), acls: new Map(this.#acls), titles: new Map(this.#titles) };
  }

  restore({ nodes, acls, titles }: ReturnType<ScriptedTree["memory"]>): void {
    this.#nodes = nodes;
    this.#acls = acls;
    this.#titles = titles;
  }

  run(command: PlannedCommand): TreeAnswer {
    switch (command.name) {
      case "Get":
        return this.#get(command.uri);
      case "Replace":
        return this.#replace(command.uri, newNode(command));
      case "Add":
        return this.#add(command.uri, newNode(command));
      case "Delete":
        return { status: this.#remove(command.uri) };
      case "Copy": {
        const from = this.#nodes.get(command.from);
        return from ? this.#add(command.uri, from) : { status: 404 };
      }
      default:
        return { status: 200 };
    }
  }

  #get(address: string): TreeAnswer {
    const [uri = "", property] = address.split("?prop=");
    const node = this.#read(uri);
    if (!node) return { status: 404 };
    if (property === undefined) return { status: 200, node };
    const properties: Record<string, string | undefined> = {
      ACL: this.#acls.get(uri) ?? "",
      Name: uri.slice(uri.lastIndexOf("/") + 1),
      Format: node.format,
      Type: node.type ?? "",
      Title: this.script.knowsTitles ? (this.#titles.get(uri) ?? "") : undefined,
    };
    const value = properties[property];
    return value === undefined ? { status: 406 } : { status: 200, node: { uri: address, format: "chr", value } };
  }

  #replace(address: string, value: Omit<NodeReading, "uri">): TreeAnswer {
    const [uri = "", property] = address.split("?prop=");
    const node = this.#read(uri);
    if (!node) return { status: 404 };
    if (property === "ACL") this.#acls.set(uri, value.value);
    else if (property === "Title" && this.script.knowsTitles) this.#titles.set(uri, value.value);
    else if (property === "Name") this.#rename(uri, value.value);
    else if (property !== undefined) return { status: 406 };
    else if (node.format === "node") return { status: 405 };
    else this.#nodes.set(uri, value);
    return { status: 200 };
  }

  #add(uri: string, value: Omit<NodeReading, "uri">): TreeAnswer {
    if (value.type === TNDS_TYPE) return this.#addTree(uri, value.value);
    if (this.#read(uri)) return { status: 418 };
    const parent = uri.slice(0, uri.lastIndexOf("/"));
    if (parent !== "." && !this.#read(parent)) return { status: 404 };
    this.#nodes.set(uri, value);
    return { status: 200 };
  }

  #addTree(uri: string, text: string): TreeAnswer {
    if (!this.script.takesTrees) return { status: 415 };
    for (const { uri: at, format, type, value, acl, title } of readTnds(Buffer.from(text), "xml", uri).records) {
      this.#nodes.set(at, { format, value: value ?? "", ...(type !== null && { type }) });
      if (acl !== undefined) this.#acls.set(at, acl);
      if (title !== undefined) this.#titles.set(at, title);
    }
    return { status: 200 };
  }

  #remove(uri: string): number {
    if (!this.#read(uri)) return 404;
    for (const known of [...this.#nodes.keys()]) {
      if (known !== uri && !known.startsWith(`${uri}/`)) continue;
      for (const part of [this.#nodes, this.#acls, this.#titles]) part.delete(known);
    }
    return 200;
  }

  #rename(uri: string, name: string): void {
    const renamed = uri.slice(0, uri.lastIndexOf("/") + 1) + name;
    for (const [known, node] of [...this.#nodes]) {
      if (known !== uri && !known.startsWith(`${uri}/`)) continue;
      this.#nodes.delete(known);
      this.#nodes.set(renamed + known.slice(uri.length), node);
    }
  }

  #read(uri: string): NodeReading | null {
    const node = this.#nodes.get(uri);
    if (node && node.format !== "node") return { uri, ...node };
    const names = new Set<string>();
    for (const known of this.#nodes.keys())
      if (known.startsWith(`${uri}/`)) names.add(known.slice(uri.length + 1).split("/")[0] ?? "");
    if (node) return { uri, ...node, value: node.value || [...names].join("/") };
    return names.size > 0 ? { uri, format: "node", value: [...names].join("/") } : null;
  }
}

function newNode(command: Extract<PlannedCommand, { name: "Add" | "Replace" }>): Omit<NodeReading, "uri"> {
  const { format, data, type } = command;
  if (typeof data !== "string") throw new TypeError("Not for contents.");
  return { format, value: data, ...(type && { type }) };
}

/**
 * Lets a device answer all that a plan asks, a message at a time, until it ends or waits. `report` is what the device
 * reports when the plan waits for an alert; null lets the wait time out.
 */
export function runToEnd(
  run: PlanRun,
  device: TreeDevice,
  report?: (wanted: Extract<Progress, { kind: "alert" }>) => GenericAlert | null,
): Answer[][] {
  const given: Answer[][] = [];
  for (let progress = run.progress(); progress.kind !== "ended"; ) {
    const answers = answersTo(progress, device, report);
    given.push(answers);
    progress = run.give(answers);
  }
  return given;
}

/** What a push is answered that goes out by one channel and arrives. */
export function pushAnswers(step: number): Answer[] {
  return ([{ state: "prepared" }, { state: "taken", channel: "sim-http" }, { state: "proved" }] as const).map(
    (push) => ({
      kind: "push",
      step,
      push,
    }),
  );
}

/** What an offer of a content is answered that is ready, unless something else is said of it. */
export function offerAnswer(
  { step, contentId }: { readonly step: number; readonly contentId: string },
  said: Partial<ContentGrant> | { readonly problem: OfferProblem },
): Answer {
  const content = { contentId, name: "Test", version: "2", fromVersions: null, manufacturer: null, models: null };
  const grant = { grant: "01890a5d-ac96-774b-bcce-b302099a8058", ...content, size: 1_000, sha256: "a".repeat(64) };
  return { kind: "offer", step, offer: "problem" in said ? said : { ...grant, ...said } };
}

function answersTo(
  progress: Exclude<Progress, { kind: "ended" }>,
  device: TreeDevice,
  report: ((wanted: Extract<Progress, { kind: "alert" }>) => GenericAlert | null) | undefined,
): Answer[] {
  if (progress.kind === "commands") {
    const { step, commands, group } = progress;
    if (group && device.answerGroup) return device.answerGroup(step, commands, group);
    const answers = commands.map((command) => device.answer(step, command));
    if (group) answers.push({ kind: "status", step, index: commands.length, status: 200 });
    return answers;
  }
  if (progress.kind === "outside") return pushAnswers(progress.step);
  if (progress.kind === "offer") return [offerAnswer(progress, {})];
  const alert = report?.(progress) ?? null;
  return [alert ? { kind: "alert", alert } : { kind: "timeout", step: progress.step }];
}

import type {
  ContentReference,
  GenericAlert,
  GroupName,
  NodeCommand,
  NodeReading,
  PlannedCommand,
  WantedAlert,
} from "../../../oma-dm";
import type {
  BootstrapOrder,
  CommandAnswer,
  ContentOffer,
  DeviceReport,
  GroupAnswer,
  Plan,
  PushAnswer,
  StepAnswer,
  WalkOrder,
  WalkReading,
} from "./plan";

/**
 * What a plan may yield for, each as `yield* get("./DevDetail/FwV")`. A device that refuses is an answer with its
 * status, never an exception.
 */
export interface Reading extends CommandAnswer {
  /** The node itself; null when the device did not give it. */
  readonly node: NodeReading | null;
}

/** A value to be written. `data` is text, base64 where the format is `bin` or `b64`; or a content that is kept. */
export interface NodeValue {
  readonly data: string | ContentReference;
  readonly format: string;
  readonly type?: string;
}

interface ExecArgument {
  readonly data?: string;
  readonly format?: string;
  readonly type?: string;
}

export function* get(uri: string): Plan<Reading> {
  return readingOf(yield* one({ name: "Get", uri }));
}

export function* replace(uri: string, value: NodeValue): Plan<CommandAnswer> {
  return yield* one({ name: "Replace", uri, ...value });
}

export function* add(uri: string, value: NodeValue): Plan<CommandAnswer> {
  return yield* one({ name: "Add", uri, ...value });
}

export function* remove(uri: string): Plan<CommandAnswer> {
  return yield* one({ name: "Delete", uri });
}

export function* copy(from: string, uri: string): Plan<CommandAnswer> {
  return yield* one({ name: "Copy", from, uri });
}

/** Exec; the answer's command carries the Correlator under which the device will report when it answers 202. */
export function* exec(uri: string, argument: ExecArgument = {}): Plan<CommandAnswer> {
  return yield* one({ name: "Exec", uri, ...argument });
}

/**
 * Commands that do not depend on each other, in one step: they go out together where they fit. Answers in their order.
 * `within`: seconds after which those that have no answer are lost, also when the device does not come at all. It is for
 * what a plan asks after a wait; in the session that a plan is begun in it may take longer.
 */
export function* together(
  commands: readonly NodeCommand[],
  bounds: { readonly within?: number } = {},
): Plan<readonly CommandAnswer[]> {
  if (commands.length === 0) return [];
  const { within } = bounds;
  const answer: StepAnswer = yield within
    ? { kind: "commands", commands, withinSeconds: within }
    : { kind: "commands", commands };
  if (answer.kind !== "commands") throw new TypeError(`A step of commands was given an answer of kind ${answer.kind}.`);
  return answer.answers;
}

/**
 * All of the commands or none, in their order, in one message. Not every device can: it answers 406, or without undoing
 * anything, or crashes, so a plan does it only where its caller asked for it. At most 40 commands, no Get.
 */
export function atomically(commands: readonly PlannedCommand[]): Plan<GroupAnswer> {
  return inGroup("Atomic", commands);
}

/** Commands in exactly this order, in one message; those behind a failed one are run all the same. At most 40 commands. */
export function inSequence(commands: readonly PlannedCommand[]): Plan<GroupAnswer> {
  return inGroup("Sequence", commands);
}

function* inGroup(group: GroupName, commands: readonly PlannedCommand[]): Plan<GroupAnswer> {
  const answer: StepAnswer = yield { kind: "group", group, commands };
  if (answer.kind !== "group") throw new TypeError(`A group was given an answer of kind ${answer.kind}.`);
  return answer.answer;
}

/** Reads a tree node by node, breadth first, as one step; the whole walk is bounded by its order. */
export function* walk(root: string, bounds: Omit<WalkOrder, "root">): Plan<WalkReading> {
  const answer: StepAnswer = yield { kind: "walk", walk: { root, ...bounds } };
  if (answer.kind !== "walk") throw new TypeError(`A walk was given an answer of kind ${answer.kind}.`);
  return answer.reading;
}

interface WantedReport {
  /** The Exec that is reported on, by its Correlator. */
  readonly of?: CommandAnswer;
  /** URI of the node that reports. */
  readonly source?: string;
  /** The object that reports from any of its nodes, by one of these types. */
  readonly object?: WantedAlert["object"];
}

/**
 * Waits for the Generic Alert that reports on `of` (an Exec, by its Correlator) or that comes from `source`; null when
 * none came within so many seconds. The device may end the session meanwhile.
 */
export function* genericAlert(wanted: WantedReport, bounds: { readonly within: number }): Plan<GenericAlert | null> {
  const report = yield* awaitReport(wanted, bounds.within);
  return report?.kind === "alert" ? report.alert : null;
}

/**
 * As `genericAlert`, for a device that was offered a content: the line that it posts to the descriptor's
 * installNotifyURI (OMA Download 1.0), once at most, is a report as well. What comes first is given; where that is not the
 * end of the matter, the plan waits again.
 */
export function* deviceReport(
  wanted: WantedReport & { readonly download: string },
  bounds: { readonly within: number },
): Plan<DeviceReport | null> {
  return yield* awaitReport(wanted, bounds.within, wanted.download);
}

function* awaitReport(
  { of, source, object }: WantedReport,
  withinSeconds: number,
  download?: string,
): Plan<DeviceReport | null> {
  const correlator = of?.command.name === "Exec" ? of.command.correlator : undefined;
  const answer: StepAnswer = yield {
    kind: "alert",
    wanted: { ...(correlator && { correlator }), ...(source && { source }), ...(object && { object }) },
    withinSeconds,
    ...(download && { download }),
  };
  if (answer.kind !== "alert") throw new TypeError(`A wait was given an answer of kind ${answer.kind}.`);
  if (answer.report) return { kind: "download", report: answer.report };
  return answer.alert && { kind: "alert", alert: answer.alert };
}

/**
 * Asks the service for a content (`con_...`) to give to the device: where to get it, or why it may not be had. It is
 * asked when the plan comes to it, so a content that was withdrawn meanwhile is a problem.
 */
export function* offerContent(contentId: string): Plan<ContentOffer> {
  const answer: StepAnswer = yield { kind: "offer", contentId };
  if (answer.kind !== "offer") throw new TypeError(`An offer was given an answer of kind ${answer.kind}.`);
  return answer.offer;
}

/**
 * Gives the device a new management account by a push outside of any session, and waits until a session proves that it
 * arrived, or so many seconds are over.
 */
export function* bootstrap(order: BootstrapOrder, bounds: { readonly within: number }): Plan<PushAnswer> {
  const answer: StepAnswer = yield { kind: "push", order, withinSeconds: bounds.within };
  if (answer.kind !== "push") throw new TypeError(`A push was given an answer of kind ${answer.kind}.`);
  return answer.answer;
}

/** The answer to a Get, with the node that it asked for out of what the device gave. */
export function readingOf(answer: CommandAnswer): Reading {
  return { ...answer, node: nodeOf(answer) };
}

/** The node that a Get asked for; null when the device did not give it. */
export function nodeOf({ nodes, command }: CommandAnswer): NodeReading | null {
  return nodes.find((reading) => reading.uri === command.uri) ?? nodes[0] ?? null;
}

function* one(command: NodeCommand): Plan<CommandAnswer> {
  const [answer] = yield* together([command]);
  if (!answer) throw new TypeError("A command was given no answer.");
  return answer;
}

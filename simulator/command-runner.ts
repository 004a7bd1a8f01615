import { setTimeout as sleep } from "node:timers/promises";
import type {
  AlertCommand,
  Command,
  ExecCommand,
  GroupCommand,
  Item,
  ItemsCommand,
  Meta,
  ResultsCommand,
  StatusCommand,
} from "../server/oma-dm/syncml";
import type { DeviceTree, GivenNode, NewValue, TreeAnswer } from "./device-tree";
import { answerOfUser, type DeviceUser, endsWhatFollows, isForUser } from "./device-user";
import type { IncomingObject } from "./incoming-object";
import type { Ledger } from "./ledger";
import type { ExecBehaviour } from "./profile";
import { commandNamed, itemsHeard, oddRefusal, type Quirks } from "./quirks";
import { type ListedNode, listOf } from "./tree-lists";
import type { ManagedObjects } from "./updates";

/** A Status or Results before its message gives it a CmdID. */
export type Reply = Omit<StatusCommand, "cmdId"> | Omit<ResultsCommand, "cmdId">;

/** What a command may act on, and who asks. */
export interface RunnerContext {
  readonly tree: DeviceTree;
  readonly ledger: Ledger;
  /** null: it has none that do more than keep values. */
  readonly objects: ManagedObjects | null;
  /** A value of which the session has had the first parts. */
  readonly incoming: IncomingObject;
  /** Who is asked. */
  readonly user: DeviceUser;
  readonly serverId: string;
  readonly quirks: Quirks;
  /** MsgID of the message that the commands are in. */
  readonly msgRef: string;
  /** Begins the work of an Exec that is answered 202. */
  readonly begin: (uri: string, correlator: string | null, exec: ExecBehaviour) => void;
  /** The message is not to be answered before this is done. */
  readonly waitFor: (work: Promise<void>) => void;
}

/**
 * Runs the commands of a message or a Sequence in order, and says what the device answers. What stands behind one that the
 * user turned away, or in a Sequence said no to, is not run [OMA-TS-DM_Protocol 1.2.1, user interaction].
 */
export function runCommands(
  context: RunnerContext,
  commands: readonly Command[],
  place: "message" | "sequence" = "message",
): Reply[] {
  let isOver = false;
  return commands.flatMap((command) => {
    const replies = isOver ? refuseCommand(context, command, NOT_RUN) : runCommand(context, command);
    isOver ||= replies.some((reply) => reply.name === "Status" && endsWhatFollows(reply.data, place));
    return replies;
  });
}

/** [OMA-TS-DM_RepPro 1.2.1] */
const NOT_RUN = 215;

function runCommand(context: RunnerContext, command: Command): Reply[] {
  switch (command.name) {
    case "Get":
    case "Add":
    case "Replace":
    case "Delete":
    case "Copy":
      return runItems(context, command);
    case "Exec":
      return runExec(context, command);
    case "Sequence":
      return [statusOf(context, command, 200), ...runCommands(context, command.commands, "sequence")];
    case "Atomic":
      return context.quirks.has("atomicWithoutStatus")
        ? runCommands(context, command.commands)
        : refuseAtomic(context, command);
    case "Alert":
      return [isForUser(command) ? askUser(context, command) : takeNote(context, command)];
    case "Unknown":
      return [statusOf(context, { name: command.element, cmdId: command.cmdId }, 501)];
    case "Status":
    case "Results":
      return [];
  }
}

function askUser(context: RunnerContext, command: AlertCommand): Reply {
  const { status, texts, afterMs } = answerOfUser(context.user, command);
  // Nobody waits for it when the session is given up.
  if (afterMs > 0) context.waitFor(sleep(afterMs, undefined, { ref: false }));
  return { ...statusOf(context, command, status), items: texts.map((data) => ({ data })) };
}

/** 1222 and the like. */
function takeNote(context: RunnerContext, command: AlertCommand): Reply {
  return statusOf(context, command, oddRefusal(command, undefined, context.quirks) ?? 200);
}

/** The same refusal for a command and all that is inside it; for a server that has not proven itself. */
export function refuseCommand(context: Pick<RunnerContext, "msgRef">, command: Command, status: number): Reply[] {
  if (command.name === "Status" || command.name === "Results") return [];
  if (command.name === "Unknown") return [statusOf(context, { name: command.element, cmdId: command.cmdId }, status)];
  const inner = command.name === "Atomic" || command.name === "Sequence" ? command.commands : [];
  return [statusOf(context, command, status), ...inner.flatMap((each) => refuseCommand(context, each, status))];
}

export function statusOf(
  context: Pick<RunnerContext, "msgRef"> & Partial<Pick<RunnerContext, "quirks">>,
  command: { readonly name: string; readonly cmdId: string },
  status: number,
  targetRefs: readonly string[] = [],
): Omit<StatusCommand, "cmdId"> {
  const { msgRef, quirks } = context;
  return {
    name: "Status",
    msgRef,
    cmdRef: command.cmdId,
    cmd: quirks ? commandNamed(command.name, status, quirks) : command.name,
    targetRefs,
    sourceRefs: [],
    data: status,
    items: [],
  };
}

/** Items of one Results; what a list gives goes on in another one. */
const RESULTS_ITEMS = 3;

type ItemAnswer = TreeAnswer & { readonly list?: readonly ListedNode[] };

function runItems(context: RunnerContext, command: ItemsCommand): Reply[] {
  const answers = itemsHeard(command.items, context.quirks).map((item) => ({
    uri: item.target?.locUri ?? "",
    answer: runItem(context, command, item),
  }));
  if (answers.length === 0) return [statusOf(context, command, 412)];
  const first = answers[0]?.answer.status ?? 500;
  const isOne = !context.quirks.has("onePerItemStatus") && answers.every(({ answer }) => answer.status === first);
  const statuses = isOne
    ? [statusOf(context, command, first)]
    : answers.map(({ uri, answer }) => statusOf(context, command, answer.status, [uri]));
  const given = answers.flatMap(({ answer }) => (answer.given ? [answer.given] : [...(answer.list ?? [])]));
  const about = { name: "Results" as const, msgRef: context.msgRef, cmdRef: command.cmdId };
  const results: Reply[] = [];
  for (let at = 0; at < given.length; at += RESULTS_ITEMS) {
    results.push({ ...about, items: given.slice(at, at + RESULTS_ITEMS).map(itemOf) });
  }
  return [...statuses, ...results];
}

function runItem(context: RunnerContext, command: ItemsCommand, item: Item): ItemAnswer {
  const { tree, serverId, quirks } = context;
  const uri = item.target?.locUri;
  if (uri === undefined) return { status: 412 };
  const refusal = oddRefusal(command, item, quirks);
  if (refusal !== null) return { status: refusal };
  const whole = quirks.has("ignoresMoreData") ? { item } : context.incoming.take(command, item);
  if ("status" in whole) return whole;
  const value = newValueOf(command.meta, whole.item);
  const answer = ((): ItemAnswer => {
    switch (command.name) {
      case "Get":
        return listOf(tree, uri, serverId) ?? tree.get(uri, serverId);
      case "Replace":
        return tree.replace(uri, value, serverId);
      case "Add":
        return tree.add(uri, value, serverId);
      case "Delete":
        return tree.remove(uri, serverId);
      case "Copy":
        return item.source ? tree.copy(item.source.locUri, uri, serverId) : { status: 412 };
    }
  })();
  if (answer.status === 200) noteChange(context, command, uri, value);
  return answer;
}

/** What a change of the tree is to the ledger and to the device's management objects. */
function noteChange(
  { tree, ledger, objects }: RunnerContext,
  { name }: ItemsCommand,
  uri: string,
  value: NewValue,
): void {
  if (name !== "Get" && name !== "Replace") ledger.record(name, uri);
  if (name === "Add") objects?.added(uri);
  const isOctets = name === "Replace" && value.format === "bin";
  if (isOctets && objects?.takes(uri, Buffer.from(value.data, "base64"))) tree.setOwnValue(uri, "");
}

/** Whether a server has added the node, in this process's time. */
function isAdded({ ledger }: RunnerContext, uri: string): boolean {
  return ledger.entries().some((entry) => entry.command === "Add" && entry.uri === uri);
}

function runExec(context: RunnerContext, command: ExecCommand): Reply[] {
  const uri = command.items[0]?.target?.locUri;
  if (uri === undefined) return [statusOf(context, command, 412)];
  if (context.quirks.has("addedNodeNotExecutable") && isAdded(context, uri)) return [statusOf(context, command, 425)];
  const { status, exec } = context.tree.execute(uri, context.serverId);
  if (exec) {
    const correlator = command.correlator ?? null;
    const answer = context.objects?.execute(uri, correlator);
    if (answer?.before) context.waitFor(answer.before);
    if (answer && answer.status >= 300) return [statusOf(context, command, answer.status)];
    context.ledger.record("Exec", uri, correlator);
    if (answer) return [statusOf(context, command, answer.status)];
    context.begin(uri, correlator, exec);
  }
  return [statusOf(context, command, status)];
}

/** Atomic is optional for a client [OMA-TS-DM_Protocol 1.2.1]; what is inside was then not executed. */
function refuseAtomic(context: RunnerContext, command: GroupCommand): Reply[] {
  return [
    statusOf(context, command, 406),
    ...command.commands.flatMap((inner) => refuseCommand(context, inner, NOT_RUN)),
  ];
}

/**
 * Meta of the command holds for each item that does not say otherwise. Octets are carried as such in WBXML, and in XML as
 * base64 of the Format b64; the tree keeps them as base64.
 */
function newValueOf(meta: Meta | undefined, { meta: own, data }: Item): NewValue {
  const carried = (own?.format ?? meta?.format)?.toLowerCase();
  const type = own?.type ?? meta?.type;
  const format = carried === "b64" ? "bin" : carried;
  const isOctets = carried === "bin" || (data !== undefined && typeof data !== "string");
  return {
    data: typeof data === "string" && !isOctets ? data : Buffer.from(data ?? "").toString("base64"),
    ...(format !== undefined && { format }),
    ...(type !== undefined && { type }),
  };
}

/** Octets, of which the tree keeps the base64, go out as what they are. */
function itemOf({ uri, format, type, value }: GivenNode | ListedNode): Item {
  const meta = { format, ...(type !== null && { type }) };
  if (value === null) return { source: { locUri: uri }, meta };
  return { source: { locUri: uri }, meta, data: format === "bin" ? Buffer.from(value, "base64") : value };
}

import { z } from "zod";
import { DecodeError, parseNodeAddress, readTnds, TNDS_TYPE, type TreeRecord, treeCommands } from "../../../oma-dm";
import {
  add,
  type CommandAnswer,
  isDone,
  type NodeTouch,
  operationKind,
  type Plan,
  type PlanVerdict,
  type Reading,
  readingOf,
  together,
} from "../plans";
import { allOrNothing, type CommandEnd, endOf, NOT_SENT } from "./all-or-nothing";
import { AtomicView, isRefused, type Judgement, Undone, verdictOfAll } from "./judgement";
import { NodeUri } from "./node-uri";
import { isAsItsFormat, isSameValue, LeafFormat, NOT_BASE64, NodeText, NodeType } from "./node-value";
import { type PropertyWrite, propertyCommand, rightsTouches, writtenProperties } from "./tree-properties";
import { judgeWrite } from "./value-writes";

const NODES_MAX = 200;
/** Nodes of one tree: each is read back. */
const TREE_NODES_MAX = 500;

const NewNode = z
  .strictObject({
    uri: NodeUri,
    /** `node` makes an interior node. When left out: `chr` with a value, `node` without. */
    format: z.enum([...LeafFormat.options, "node"]).optional(),
    /** A leaf's MIME type; an interior node's management object id. */
    type: z.string().max(256).regex(/^\S+$/, { message: "A type has no blanks." }).optional(),
    value: NodeText.optional(),
  })
  .refine(isAsItsFormat, { path: ["value"], message: NOT_BASE64 })
  .superRefine((node, context) => {
    const issue = (field: string, message: string) => context.addIssue({ code: "custom", path: [field], message });
    if (node.uri === ".") issue("uri", "The root is there already.");
    const isInterior = formatOf(node) === "node";
    if (isInterior && node.value) issue("value", "An interior node has no value.");
    if (!isInterior && node.type && !NodeType.safeParse(node.type).success) {
      issue("type", "The type of a leaf looks like text/plain.");
    }
  });

const ParameterAddParams = z
  .strictObject({
    nodes: z
      .array(NewNode)
      .min(1)
      .max(NODES_MAX)
      .refine((nodes) => new Set(nodes.map((node) => node.uri)).size === nodes.length, {
        message: "Each node may be named once.",
      })
      .optional(),
    /** In place of `nodes`: a serialised tree, as XML. */
    tnds: NodeText.optional(),
    /** Where the tree is put: the node that its first nodes are to stand below. The root when left out. */
    uri: NodeUri.optional(),
    /** All nodes or none: by an Atomic where the device knows it, else by deleting what was added. */
    atomic: z.boolean().optional(),
    /** Also takes a tree with a list of rights that takes from this server the right to read the node or to change it back. */
    force: z.boolean().optional(),
  })
  .superRefine((params, context) => {
    const issue = (field: string, message: string) => context.addIssue({ code: "custom", path: [field], message });
    if ((params.nodes === undefined) === (params.tnds === undefined)) issue("nodes", "Give either nodes or tnds.");
    else if (params.nodes && params.uri !== undefined) issue("uri", "It says where a tree is put; nodes say it each.");
    const problem = params.tnds === undefined ? null : treeProblem(params.tnds, params.uri);
    if (problem) issue("tnds", problem);
  });
type Params = z.output<typeof ParameterAddParams>;

const ParameterAddResult = z.object({
  /** DM status code of the Add of the whole tree; null when the nodes were added one by one from the start. */
  treeStatus: z.number().int().nullable(),
  /** The nodes; behind them the titles and lists of rights that a tree gives them (`./A?prop=ACL`). */
  values: z.array(
    z.object({
      uri: z.string(),
      /** DM status code; 0 when the device gave none, null when it was not sent, since the node above was refused. */
      status: z.number().int().nullable(),
      /** The value read back; null where it could not be read, and for an interior node. */
      after: z.string().nullable(),
      /** Where it was to be all or nothing, and the nodes were added one by one. */
      undone: Undone.optional(),
    }),
  ),
  atomic: AtomicView.optional(),
});
type Result = z.output<typeof ParameterAddResult>;

/**
 * Statuses by which a device says that it does not take trees, or not this one, in one command; the nodes may go one by
 * one. A client that does not know TNDS looks for the node under the target's own name: 404, 405 or 418.
 */
const REFUSED_AS_TREE: ReadonlySet<number> = new Set([404, 405, 406, 413, 415, 418, 501]);
const EXISTS = 418;

const definition = {
  kind: "parameter.add",
  scope: "operations:write",
  params: ParameterAddParams,
  result: ParameterAddResult,
  billable: true,
  excludes: [],
  sparesDevices: "groups",
  touches(params: Params): readonly NodeTouch[] {
    const records = recordsOf(params);
    const adds = records.map(({ uri, format, type, value }, index) => ({
      command: "Add" as const,
      uri,
      pointer: params.nodes ? `/nodes/${index}/uri` : "/tnds",
      format,
      type: format === "node" ? undefined : (type ?? undefined),
      value: value ?? undefined,
    }));
    return params.force ? adds : [...adds, ...rightsTouches(records, "/tnds")];
  },
} as const;

/**
 * Adds nodes, the upper ones first, or a whole tree in one command where the device takes one. All are read back as
 * proof; a node that was there already counts as added when it is as it was to be. Titles and lists of rights of a tree
 * that goes node by node are written afterwards, so that both ways leave the same tree.
 */
export const parameterAdd = operationKind({
  ...definition,
  version: 2,
  plan: (_device, params) => addition(params, writtenProperties(recordsOf(params))),
});

/** The first version, for tasks that were made by it: node by node it leaves titles and lists of rights out. */
export const parameterAddV1 = operationKind({
  ...definition,
  version: 1,
  plan: (_device, params) => addition(params, []),
});

function* addition(params: Params, properties: readonly PropertyWrite[]): Plan<PlanVerdict<Result>> {
  const records = recordsOf(params);
  const tree = params.tnds === undefined ? null : yield* addTree(params.tnds, params.uri ?? ".");
  const isTaken = tree !== null && !REFUSED_AS_TREE.has(tree.status);
  const whole = params.atomic && !isTaken ? yield* addAllOrNothing(records, properties) : null;
  const ends = isTaken
    ? new Map([...records, ...properties].map(({ uri }) => [uri, endOf(tree)]))
    : (whole?.byUri ?? (yield* addOneByOne(records)));
  const after = (yield* together(records.map(({ uri }) => ({ name: "Get", uri })))).map(readingOf);
  const nodes = records.map((record, index) => judge(record, ends.get(record.uri) ?? NOT_SENT, after[index]));
  if (!isTaken && !whole) {
    const there = new Set(nodes.flatMap(({ value, judgement }) => (judgement.as === "refused" ? [] : [value.uri])));
    const written = yield* writeProperties(properties.filter(({ node }) => there.has(node)));
    for (const [uri, end] of written) ends.set(uri, end);
  }
  const read = (yield* together(properties.map(({ uri }) => ({ name: "Get", uri })))).map(readingOf);
  const judged = [
    ...nodes,
    ...properties.map(({ uri, data }, index) => {
      const wanted = { uri, value: data, format: "chr" };
      const { value, judgement } = judgeWrite(wanted, undefined, ends.get(uri) ?? NOT_SENT, read[index]);
      return { value: { uri, status: value.status, after: value.after }, judgement };
    }),
  ];
  const result = {
    treeStatus: tree?.status ?? null,
    values: judged.map(({ value }) => (whole ? { ...value, undone: (ends.get(value.uri) ?? NOT_SENT).undone } : value)),
    ...(whole && { atomic: { by: whole.all.by, status: whole.all.status } }),
  };
  return verdictOfAll(
    judged.map(({ judgement }) => judgement),
    properties.length > 0 ? "nodes and properties" : "nodes",
    result,
    whole?.all,
  );
}

function* addTree(data: string, uri: string): Plan<CommandAnswer> {
  return yield* add(uri, { data, format: "xml", type: TNDS_TYPE });
}

/**
 * In one order, the upper nodes first, their properties at last. What was added is taken back by deleting it, a property
 * of it by making it empty, as that of a new node is.
 */
function* addAllOrNothing(records: readonly TreeRecord[], properties: readonly PropertyWrite[]) {
  const commands = [...treeCommands("Add", records).flat(), ...properties.map(propertyCommand)];
  const all = yield* allOrNothing(commands, (index) => {
    const command = commands[index];
    if (!command) return null;
    return command.name === "Add" ? { name: "Delete", uri: command.uri } : { ...command, data: "" };
  });
  return { all, byUri: new Map(commands.map(({ uri }, index) => [uri, all.ends[index] ?? NOT_SENT])) };
}

/** Level by level; what stands below a node that was refused is not sent. Ends by URI. */
function* addOneByOne(records: readonly TreeRecord[]): Plan<Map<string, CommandEnd>> {
  const ends = new Map<string, CommandEnd>();
  const refused: string[] = [];
  for (const level of treeCommands("Add", records)) {
    const wanted = level.filter(({ uri }) => !refused.some((above) => uri.startsWith(`${above}/`)));
    const answers = yield* together(wanted);
    for (const [index, { uri }] of wanted.entries()) {
      const end = endOf(answers[index]);
      ends.set(uri, end);
      if (end.status !== EXISTS && isRefused(end)) refused.push(uri);
    }
  }
  return ends;
}

/** Those that do not depend on each other go together. Ends by URI. */
function* writeProperties(properties: readonly PropertyWrite[]): Plan<Map<string, CommandEnd>> {
  const ends = new Map<string, CommandEnd>();
  for (const turn of new Set(properties.map((property) => property.turn))) {
    const wanted = properties.filter((property) => property.turn === turn);
    const answers = yield* together(wanted.map(propertyCommand));
    for (const [index, { uri }] of wanted.entries()) ends.set(uri, endOf(answers[index]));
  }
  return ends;
}

function judge(record: TreeRecord, end: CommandEnd, reading: Reading | undefined) {
  const { status } = end;
  const node = reading && isDone(reading.status) ? reading.node : null;
  const isInterior = node?.format.toLowerCase() === "node";
  const value = { uri: record.uri, status, after: isInterior ? null : (node?.value ?? null) };
  const isSame =
    record.format === "node"
      ? isInterior
      : !isInterior && (record.value === null || isSameValue(record.format, record.value, value.after ?? ""));
  const judgement: Judgement = { status, as: judgementOf(end, node === null ? null : isSame) };
  return { value, judgement };
}

/** `isSame`: whether the node reads as it was to be; null when it could not be read. */
function judgementOf(end: CommandEnd, isSame: boolean | null): Judgement["as"] {
  const { status } = end;
  if (status === EXISTS && isSame) return "verified";
  if (isRefused(end)) return "refused";
  if (isSame === null) return status === 0 ? "unconfirmed" : "acknowledged";
  return isSame ? "verified" : "unconfirmed";
}

function formatOf(node: { readonly format?: TreeRecord["format"] | undefined; readonly value?: string | undefined }) {
  return node.format ?? (node.value === undefined ? "node" : "chr");
}

/** Parsed again by each replay: the same text gives the same nodes. */
function recordsOf({ nodes, tnds, uri }: Params): readonly TreeRecord[] {
  if (tnds !== undefined) return readTnds(Buffer.from(tnds), "xml", uri ?? ".").records;
  return (nodes ?? []).map((node) => {
    const format = formatOf(node);
    return { uri: node.uri, format, type: node.type ?? null, value: format === "node" ? null : (node.value ?? "") };
  });
}

/** What is wrong with a serialised tree; null when nothing is. Nothing odd is sent to a device. */
function treeProblem(text: string, uri: string | undefined): string | null {
  try {
    const { records, problems } = readTnds(Buffer.from(text), "xml", uri ?? ".");
    const [first] = problems;
    if (first) return `The tree is not right at ${first.uri}: ${first.code} ${first.detail}`.trimEnd();
    if (records.length === 0) return "The tree has no nodes.";
    if (records.length > TREE_NODES_MAX) return `A tree has at most ${TREE_NODES_MAX} nodes.`;
    return records.some((record) => parseNodeAddress(record.uri)?.uri === ".") ? "The root is there already." : null;
  } catch (error) {
    if (error instanceof DecodeError) return `This is no serialised tree in XML: ${error.message}.`;
    throw error;
  }
}

import { DecodeError, type NodeReading, readTnds, TNDS_TYPE } from "../../../oma-dm";
import { type CommandAnswer, get, isDone, type Plan, together } from "../plans";

/** In the order in which they are tried: with the values, without them, and as one document. */
export const WHOLE_TREE_WAYS = ["StructData", "Struct", "TNDS"] as const;
type Way = (typeof WHOLE_TREE_WAYS)[number];

/** Gets in one step. */
const GETS_PER_STEP_MAX = 1_000;
const INTERIOR = "node";

interface WholeTree {
  readonly how: Way;
  readonly nodes: number;
  readonly truncated: boolean;
}

/**
 * Reads the whole tree by one Get with `?list=` [OMA-TS-DM_TND 1.2.1, addressing]; null where the device knows none of
 * them. A device that takes no notice of the query answers with its root alone, which is none either. `valuesMax`: how
 * many leaves are read one by one where the list tells no values.
 */
export function* readWholeTree(valuesMax: number): Plan<WholeTree | null> {
  for (const how of WHOLE_TREE_WAYS) {
    const answer = yield* get(`.?list=${how}`);
    if (!isDone(answer.status)) continue;
    const nodes = how === "TNDS" ? countInDocument(answer) : countInList(answer);
    if (nodes === 0) continue;
    if (how !== "Struct") return { how, nodes, truncated: false };
    const leaves = belowRoot(answer).filter(({ format }) => format.toLowerCase() !== INTERIOR);
    yield* readLeaves(leaves.slice(0, valuesMax));
    return { how, nodes, truncated: leaves.length > valuesMax };
  }
  return null;
}

function belowRoot({ nodes }: CommandAnswer): readonly NodeReading[] {
  return nodes.filter(({ uri }) => uri !== "." && !uri.includes("?"));
}

function countInList(answer: CommandAnswer): number {
  return belowRoot(answer).length > 0 ? new Set(answer.nodes.map(({ uri }) => uri)).size : 0;
}

/** 0: it is no tree, or cannot be read. */
function countInDocument({ nodes }: CommandAnswer): number {
  const document = nodes.find(({ type }) => type?.toLowerCase() === TNDS_TYPE);
  if (!document) return 0;
  try {
    const { records } = readTnds(Buffer.from(document.value), "xml", ".");
    return records.length > 1 ? records.length : 0;
  } catch (error) {
    if (error instanceof DecodeError) return 0;
    throw error;
  }
}

function* readLeaves(leaves: readonly NodeReading[]): Plan<void> {
  for (let at = 0; at < leaves.length; at += GETS_PER_STEP_MAX) {
    yield* together(leaves.slice(at, at + GETS_PER_STEP_MAX).map(({ uri }) => ({ name: "Get", uri })));
  }
}

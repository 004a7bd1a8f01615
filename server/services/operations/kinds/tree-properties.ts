import { DecodeError, readTnds, type TreeRecord } from "../../../oma-dm";
import type { NodeTouch } from "../plans";
import { isOctets } from "./node-value";

/** A property that a serialised tree gives a node, and that no Add of the node brings. */
export interface PropertyWrite {
  /** `./A?prop=ACL`. */
  readonly uri: string;
  readonly node: string;
  readonly data: string;
  /** Those of one turn do not depend on each other; the turns come in their order. */
  readonly turn: number;
}

/**
 * Titles first, then lists of rights, those of lower nodes before those above: a list may take the right to write what
 * stands below. An empty property is that of a new node anyway. ACL, Name and Title are what a server may write
 * [OMA-TS-DM_TND 1.2.1, properties].
 */
export function writtenProperties(records: readonly TreeRecord[]): readonly PropertyWrite[] {
  const titles = records.flatMap(({ uri, title }) =>
    title ? [{ uri: `${uri}?prop=Title`, node: uri, data: title, turn: Number.NEGATIVE_INFINITY }] : [],
  );
  const lists = records.flatMap(({ uri, acl }) =>
    acl ? [{ uri: `${uri}?prop=ACL`, node: uri, data: acl, turn: -uri.split("/").length }] : [],
  );
  return [...titles, ...lists.toSorted((one, other) => one.turn - other.turn)];
}

export function propertyCommand({ uri, data }: PropertyWrite) {
  return { name: "Replace" as const, uri, format: "chr", data };
}

/** The lists of rights that a tree brings, as what they do: replacing those that its nodes have. */
export function rightsTouches(records: readonly TreeRecord[], pointer: string): NodeTouch[] {
  return records.flatMap(({ uri, acl }) =>
    acl === undefined ? [] : [{ command: "Replace" as const, uri: `${uri}?prop=ACL`, pointer, value: acl }],
  );
}

const TREE_TYPE = /^application\/vnd\.syncml\.dmtnds\+(xml|wbxml)/i;

/** Whether a value is a serialised tree by its type. */
export function isTree(type: string | undefined): boolean {
  return TREE_TYPE.test(type ?? "");
}

/** A value that somebody wrote by hand, and its type. */
interface WrittenValue {
  readonly uri: string;
  readonly format: string;
  readonly type?: string | undefined;
  readonly value: string;
}

/** The same of a value that is a serialised tree by its type. One that is not right may bring any list. */
export function rightsTouchesOfValue({ uri, format, type = "", value }: WrittenValue, pointer: string): NodeTouch[] {
  const encoding = TREE_TYPE.exec(type)?.[1]?.toLowerCase();
  if (!encoding) return [];
  const octets = Buffer.from(value, isOctets(format) ? "base64" : "utf8");
  try {
    const { records, problems } = readTnds(octets, encoding === "wbxml" ? "wbxml" : "xml", uri);
    if (problems.length === 0) return rightsTouches(records, pointer);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
  }
  return [{ command: "Replace", uri: `${uri}?prop=ACL`, pointer }];
}

import { cutText } from "../cut-text";
import type { NodeFormat } from "./node-properties";

/** A node with all that a serialised tree (TNDS) may say of it. */
export interface TreeRecord {
  /** Canonical. */
  readonly uri: string;
  readonly format: NodeFormat;
  /** A leaf's MIME type, an interior node's management object id; null where nothing is said. */
  readonly type: string | null;
  /** Base64 where the format is `bin` or `b64`. null: an interior node, or a leaf whose value is not told. */
  readonly value: string | null;
  readonly acl?: string;
  readonly title?: string;
  /** As devices write it: `20270131T164500Z`. */
  readonly tStamp?: string;
  readonly verNo?: number;
  /** Octets of the raw value. */
  readonly size?: number;
}

/** One thing that is odd in a document. What could be read is there nevertheless. */
export interface TreeProblem {
  readonly code:
    | "not_a_tree"
    | "bad_name"
    | "bad_path"
    | "bad_uri"
    | "duplicate"
    | "no_format"
    | "unknown_format"
    | "children_of_leaf"
    | "value_of_interior"
    | "bad_value"
    | "bad_acl"
    | "bad_number"
    | "bad_occurrence"
    | "too_many_nodes";
  /** The node, as far as it is known. */
  readonly uri: string;
  /** The word that is wrong, shortened; "" where there is none. */
  readonly detail: string;
}

/** Beyond them none is kept; that something is wrong is known by then. */
const PROBLEMS_MAX = 100;
const DETAIL_CHARACTERS_MAX = 80;

/** Collects what is odd in one document. */
export class TreeProblems {
  readonly list: TreeProblem[] = [];

  note(code: TreeProblem["code"], uri: string, detail = ""): void {
    if (this.list.length < PROBLEMS_MAX) this.list.push({ code, uri, detail: cutText(detail, DETAIL_CHARACTERS_MAX) });
  }
}

import { cutText } from "../cut-text";
import type { DecodeLimits } from "../decode-limits";
import type { Element, Encoding } from "../element";
import { decodeWbxml } from "../wbxml";
import { decodeXml } from "../xml";
import {
  ACCESS_TYPES,
  type DescribedNode,
  type DescribedRoot,
  type DeviceDescription,
  deviceDescription,
  type NodeDescription,
} from "./device-description";
import { findFormat } from "./node-properties";
import { childOf, childrenOf, textOf, wordOf } from "./tree-elements";
import { type TreeProblem, TreeProblems } from "./tree-record";
import { canonicalUri } from "./uri";

/** Descriptions come from makers of devices by hand of an operator, and are larger than messages. */
export const DDF_LIMITS: DecodeLimits = {
  octetsMax: 786_432,
  depthMax: 64,
  treeDepthMax: 64,
  elementsMax: 60_000,
  stringTableOctetsMax: 16_384,
  expandedTextOctetsMax: 786_432,
  referencesMax: 10_000,
};
const NODES_MAX = 5_000;
/** Characters of a text for people. */
const TEXT_CHARACTERS_MAX = 2_000;
const COUNT_MAX = 65_535;

export interface DdfDocument {
  readonly description: DeviceDescription;
  /** Empty for a document that says what it should. */
  readonly problems: readonly TreeProblem[];
}

/**
 * Reads a device description (DDF 1.2, `application/vnd.syncml.dmddf+xml` or `+wbxml`). A node without a name stands
 * for every name. What is odd is told, and left out or taken as if it were not said: no DFFormat means that any format
 * goes, no AccessType that nothing is allowed.
 *
 * Throws DecodeError. Source: OMA-TS-DM_TND 1.2.1, DDF; element names as in its DTD.
 */
export function readDdf(octets: Uint8Array, encoding: Encoding, limits: DecodeLimits = DDF_LIMITS): DdfDocument {
  const { root } = encoding === "xml" ? decodeXml(octets, limits) : decodeWbxml(octets, limits);
  const reader = new DdfReader();
  const isTree = root.vocabulary === "dmddf" && root.name === "MgmtTree";
  if (!isTree) reader.problems.note("not_a_tree", ".", root.name);
  const roots = isTree ? reader.readRoots(root) : [];
  const about = { manufacturer: wordOf(root, "Man"), model: wordOf(root, "Mod"), size: reader.size };
  return { description: deviceDescription(roots, about), problems: reader.problems.list };
}

class DdfReader {
  readonly problems = new TreeProblems();
  size = 0;

  readRoots(tree: Element): DescribedRoot[] {
    return childrenOf(tree).flatMap((node): DescribedRoot[] => {
      if (node.name !== "Node") return [];
      const written = wordOf(node, "Path") ?? ".";
      const path = canonicalUri(written);
      if (path === null || path.includes("?")) {
        this.problems.note("bad_path", ".", written);
        return [];
      }
      return this.readNode(node, path).map((read) => ({ path: read.name === "." ? null : path, node: read }));
    });
  }

  /** The node in a list, or an empty one for what is none. */
  private readNode(element: Element, parent: string): DescribedNode[] {
    const name = textOf(element, "NodeName") ?? "";
    const uri = `${parent}/${name || "*"}`;
    const isRoot = parent === "." && name === ".";
    if (!isRoot && (/[/?]/.test(name) || canonicalUri(uri) === null)) {
      this.problems.note("bad_name", parent, name);
      return [];
    }
    this.size += 1;
    if (this.size > NODES_MAX) {
      this.problems.note("too_many_nodes", uri, `more than ${NODES_MAX}`);
      return [];
    }
    const own = this.describe(childOf(element, "DFProperties"), uri);
    const children = childrenOf(element)
      .filter((child) => child.name === "Node")
      .flatMap((child) => this.readNode(child, isRoot ? "." : uri));
    const caseSense = childOf(childOf(element, "DFProperties"), "CaseSense");
    return [{ name, ignoresCase: childOf(caseSense, "CIS") !== undefined, own, children }];
  }

  private describe(properties: Element | undefined, uri: string): NodeDescription {
    const written = childrenOf(childOf(properties, "DFFormat"))[0]?.name ?? wordOf(properties, "DFFormat");
    const format = findFormat(written ?? "");
    if (written === null) this.problems.note("no_format", uri);
    else if (format === null) this.problems.note("unknown_format", uri, written);
    const access = new Set(childrenOf(childOf(properties, "AccessType")).map((child) => child.name));
    const type = childOf(properties, "DFType");
    return {
      formats: format === null ? [] : [format],
      access: ACCESS_TYPES.filter((name) => access.has(name)),
      occurrence: this.occurrenceOf(childOf(properties, "Occurrence"), uri),
      scope: childOf(childOf(properties, "Scope"), "Permanent") ? "Permanent" : "Dynamic",
      title: plainText(wordOf(properties, "DFTitle")),
      description: plainText(wordOf(properties, "Description")),
      types: childrenOf(type).flatMap((child) =>
        child.name === "MIME" && typeof child.content === "string" ? [child.content.trim()] : [],
      ),
      ddfName: wordOf(type, "DDFName"),
    };
  }

  private occurrenceOf(element: Element | undefined, uri: string): NodeDescription["occurrence"] {
    const name = childrenOf(element)[0]?.name;
    switch (name) {
      case undefined:
        return null;
      case "One":
        return { min: 1, max: 1 };
      case "ZeroOrOne":
        return { min: 0, max: 1 };
      case "ZeroOrMore":
        return { min: 0, max: null };
      case "OneOrMore":
        return { min: 1, max: null };
      case "ZeroOrN":
        return { min: 0, max: this.countOf(element, "ZeroOrN", uri) };
      case "OneOrN":
        return { min: 1, max: this.countOf(element, "OneOrN", uri) };
      default:
        this.problems.note("bad_occurrence", uri, name);
        return { min: 0, max: null };
    }
  }

  private countOf(element: Element | undefined, name: string, uri: string): number | null {
    const word = wordOf(element, name) ?? "";
    const count = /^\d{1,5}$/.test(word) ? Number(word) : 0;
    if (count >= 1 && count <= COUNT_MAX) return count;
    this.problems.note("bad_occurrence", uri, word);
    return null;
  }
}

/** Help texts come with the line breaks and the indentation of the document. */
function plainText(text: string | null): string | null {
  return text === null ? null : cutText(text.replace(/\s+/g, " "), TEXT_CHARACTERS_MAX);
}

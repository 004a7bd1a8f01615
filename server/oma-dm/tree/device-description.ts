import type { NodeFormat } from "./node-properties";
import { nodeName, parentUri } from "./uri-parts";

export const ACCESS_TYPES = ["Add", "Copy", "Delete", "Exec", "Get", "Replace"] as const;
export type AccessType = (typeof ACCESS_TYPES)[number];

/** What a device description (DDF) says of the nodes at one place in a tree. */
export interface NodeDescription {
  /** One; several where the description names the place more than once. */
  readonly formats: readonly NodeFormat[];
  /** Commands that make sense there; a server may still be denied them. */
  readonly access: readonly AccessType[];
  /** How many such nodes there may be, `max` null: as many as one likes; null: nothing is said of it. */
  readonly occurrence: { readonly min: 0 | 1; readonly max: number | null } | null;
  readonly scope: "Permanent" | "Dynamic";
  readonly title: string | null;
  readonly description: string | null;
  /** MIME types of a leaf. */
  readonly types: readonly string[];
  /** Management object id of an interior node. */
  readonly ddfName: string | null;
}

/** One node of a description with what is below it. */
export interface DescribedNode {
  /** "" for one that is named at run time: it stands for every name. */
  readonly name: string;
  readonly ignoresCase: boolean;
  readonly own: NodeDescription;
  readonly children: readonly DescribedNode[];
}

/** A root of a description: a node and where it stands. */
export interface DescribedRoot {
  /** Canonical URI of the node above; null: it is the root of the tree itself. */
  readonly path: string | null;
  readonly node: DescribedNode;
}

/** What a device of one model can be asked for, by its description. */
export interface DeviceDescription {
  readonly manufacturer: string | null;
  readonly model: string | null;
  /** Nodes of the document. */
  readonly size: number;
  /** What is said of a node; null when nothing is. The URI is canonical, without a query. */
  describe(uri: string): NodeDescription | null;
  /**
   * Whether the description speaks of this part of the tree, so that a node it does not name is none. An interior
   * node described without anything below it is open: its children are the device's own affair.
   */
  covers(uri: string): boolean;
}

/** A named node comes before those for every name; where several fit, what they say is put together. */
export function deviceDescription(
  roots: readonly DescribedRoot[],
  about: Pick<DeviceDescription, "manufacturer" | "model" | "size">,
): DeviceDescription {
  const nodesAt = (uri: string): readonly DescribedNode[] => {
    const above = parentUri(uri);
    const here = roots.filter((root) => root.path === above).map((root) => root.node);
    if (above === null) return here;
    return fitting([...here, ...nodesAt(above).flatMap((node) => node.children)], nodeName(uri));
  };
  return {
    ...about,
    describe: (uri) => together(nodesAt(uri).map((node) => node.own)),
    covers: (uri) => {
      if (nodesAt(uri).length > 0) return true;
      for (let above = parentUri(uri); above !== null; above = parentUri(above)) {
        const known = nodesAt(above);
        if (known.length > 0)
          return known.some((node) => node.own.formats.includes("node") && node.children.length > 0);
      }
      return false;
    },
  };
}

function fitting(nodes: readonly DescribedNode[], name: string): readonly DescribedNode[] {
  const named = nodes.filter((node) =>
    node.ignoresCase ? node.name.toLowerCase() === name.toLowerCase() : node.name === name,
  );
  return named.length > 0 ? named : nodes.filter((node) => node.name === "");
}

function together(descriptions: readonly NodeDescription[]): NodeDescription | null {
  const [first, ...others] = descriptions;
  if (!first || others.length === 0) return first ?? null;
  return {
    ...first,
    formats: [...new Set(descriptions.flatMap((one) => one.formats))],
    access: ACCESS_TYPES.filter((type) => descriptions.some((one) => one.access.includes(type))),
    types: [...new Set(descriptions.flatMap((one) => one.types))],
  };
}

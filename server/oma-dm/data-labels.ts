import type { Element } from "./element";
import { OCTETS_FORMAT, TNDS_TYPE, TNDS_TYPE_WBXML } from "./meta-words";

/**
 * A word in Meta that must follow the form which its Data has in an encoding. The Meta beside the Data decides or,
 * where that says nothing, the Meta of the command above.
 */
interface DataLabel {
  readonly name: "Type" | "Format";
  readonly from: string;
  readonly to: string;
  readonly appliesTo: (data: Element) => boolean;
}

/** A management tree inside a WBXML message is a WBXML document itself; read, it is elements as in XML. */
export const TREE_LABEL_READ: DataLabel = {
  name: "Type",
  from: TNDS_TYPE_WBXML,
  to: TNDS_TYPE,
  appliesTo: holdsManagementTree,
};

export const TREE_LABEL_WRITTEN: DataLabel = {
  name: "Type",
  from: TNDS_TYPE,
  to: TNDS_TYPE_WBXML,
  appliesTo: holdsManagementTree,
};

/** XML cannot carry octets: the same value of Format `bin` is there base64 text of Format `b64`. */
export const OCTETS_LABEL_WRITTEN: DataLabel = {
  name: "Format",
  from: OCTETS_FORMAT,
  to: "b64",
  appliesTo: (data) => data.content instanceof Uint8Array,
};

/** Whether a Data holds a management tree (TNDS) as elements. */
export function holdsManagementTree(data: Element): boolean {
  const { content } = data;
  if (typeof content === "string" || content instanceof Uint8Array || content.length !== 1) return false;
  return content[0]?.vocabulary === "dmddf" && content[0].name === "MgmtTree";
}

/** The same tree with the label put right wherever it applies. Parts without such Data are not copied. */
export function withDataLabel(root: Element, label: DataLabel): Element {
  return relabel(root, label).element;
}

/** `open`: holds Data that the label applies to and for which no Meta has been found yet. */
interface Relabelled {
  readonly element: Element;
  readonly open: boolean;
}

function relabel(element: Element, label: DataLabel): Relabelled {
  const { content, vocabulary } = element;
  if (vocabulary !== "syncml") return { element, open: false };
  if (element.name === "Data") return { element, open: label.appliesTo(element) };
  if (typeof content === "string" || content instanceof Uint8Array) return { element, open: false };
  let open = false;
  let changed = false;
  const children = content.map((child) => {
    const below = relabel(child, label);
    open ||= below.open;
    changed ||= below.element !== child;
    return below.element;
  });
  if (open) {
    const at = children.findIndex((child) => child.name === "Meta");
    const meta = children[at];
    if (meta !== undefined && metaText(meta, label.name) !== undefined) {
      children[at] = withMetaText(meta, label);
      changed = true;
      open = false;
    }
  }
  return { element: changed ? { ...element, content: children } : element, open };
}

/** The text of a child of Meta, which may have a MetInf between; undefined where there is none. */
export function metaText(meta: Element, name: string): string | undefined {
  if (typeof meta.content === "string" || meta.content instanceof Uint8Array) return undefined;
  for (const child of meta.content) {
    const text = child.name === "MetInf" ? metaText(child, name) : child.content;
    if ((child.name === name || child.name === "MetInf") && typeof text === "string") return text;
  }
  return undefined;
}

/** A word of Meta: clients write it in another letter case, or a NUL behind it. Undefined for what is no text. */
export function plainWord(content: Element["content"] | undefined): string | undefined {
  return typeof content === "string" ? content.replaceAll("\0", "").trim().toLowerCase() : undefined;
}

function withMetaText(meta: Element, label: DataLabel): Element {
  if (typeof meta.content === "string" || meta.content instanceof Uint8Array) return meta;
  const content = meta.content.map((child) => {
    if (child.name === "MetInf") return withMetaText(child, label);
    return child.name === label.name && plainWord(child.content) === label.from
      ? { ...child, content: label.to }
      : child;
  });
  return { ...meta, content };
}

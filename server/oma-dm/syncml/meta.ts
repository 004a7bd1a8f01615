import type { Building } from "../building";
import type { Element } from "../element";
import { PROBLEMS_MAX } from "./limits";
import type { Meta } from "./message";
import { childrenOf, numberIn, type Reading, textOf } from "./reading";
import { metInf, syncml } from "./writing";

/** Reads Meta; its children may be wrapped in a MetInf element or not. */
export function readMeta(element: Element, cmdId: string, reading: Reading): Meta {
  const meta: Building<Meta> = {};
  for (const child of childrenOf(element)) {
    if (child.name === "MetInf") for (const inner of childrenOf(child)) readMetaChild(meta, inner, cmdId, reading);
    else readMetaChild(meta, child, cmdId, reading);
  }
  return meta;
}

function readMetaChild(meta: Building<Meta>, child: Element, cmdId: string, reading: Reading): void {
  switch (child.name) {
    case "Format":
      meta.format = textOf(child);
      return;
    case "Type":
      meta.type = textOf(child);
      return;
    case "Mark":
      meta.mark = textOf(child);
      return;
    case "NextNonce":
      meta.nextNonce = textOf(child);
      return;
    case "Size":
      readNumber(meta, "size", child, cmdId, reading);
      return;
    case "MaxMsgSize":
      readNumber(meta, "maxMsgSize", child, cmdId, reading);
      return;
    case "MaxObjSize":
      readNumber(meta, "maxObjSize", child, cmdId, reading);
      return;
    case "EMI":
      if ((meta.emi?.length ?? 0) < PROBLEMS_MAX) meta.emi = [...(meta.emi ?? []), textOf(child)];
      return;
    default:
    // Anchor, Mem, Version and FieldLevel belong to data synchronisation; DM has no use for them.
  }
}

function readNumber(
  meta: Building<Meta>,
  key: "size" | "maxMsgSize" | "maxObjSize",
  child: Element,
  cmdId: string,
  reading: Reading,
): void {
  const number = numberIn(textOf(child));
  if (Number.isNaN(number)) reading.note("bad_number", cmdId, child.name);
  else meta[key] = number;
}

/** Writes Meta, its children in the order of the DTD [SyncML Meta-Information 1.2]. */
export function writeMeta(meta: Meta): Element {
  const children: Element[] = [];
  if (meta.format !== undefined) children.push(metInf("Format", meta.format));
  if (meta.type !== undefined) children.push(metInf("Type", meta.type));
  if (meta.mark !== undefined) children.push(metInf("Mark", meta.mark));
  if (meta.size !== undefined) children.push(metInf("Size", String(meta.size)));
  if (meta.nextNonce !== undefined) children.push(metInf("NextNonce", meta.nextNonce));
  if (meta.maxMsgSize !== undefined) children.push(metInf("MaxMsgSize", String(meta.maxMsgSize)));
  if (meta.maxObjSize !== undefined) children.push(metInf("MaxObjSize", String(meta.maxObjSize)));
  for (const emi of meta.emi ?? []) children.push(metInf("EMI", emi));
  return syncml("Meta", children);
}

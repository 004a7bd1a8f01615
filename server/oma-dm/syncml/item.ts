import type { Building } from "../building";
import { DecodeError } from "../decode-error";
import type { Element } from "../element";
import { decodeWbxml } from "../wbxml";
import { elementText } from "../xml";
import { ITEMS_MAX } from "./limits";
import { readNodeLocation, writeLocation } from "./location";
import type { Item, Meta } from "./message";
import { readMeta, writeMeta } from "./meta";
import { childrenOf, isChildren, type Reading, withoutTrailingNuls } from "./reading";
import { syncml } from "./writing";

/** Reads one Item into `items`; beyond the bound it is left out, which is a problem of the command. */
export function takeItem(items: Item[], element: Element, cmdId: string, reading: Reading): void {
  if (items.length < ITEMS_MAX) items.push(readItem(element, cmdId, reading));
  else if (items.length === ITEMS_MAX) reading.note("too_many_items", cmdId, `more than ${ITEMS_MAX}`);
}

function readItem(element: Element, cmdId: string, reading: Reading): Item {
  const item: Building<Item> = {};
  for (const child of childrenOf(element)) {
    switch (child.name) {
      case "Target": {
        const target = readNodeLocation(child, cmdId, reading);
        if (target) item.target = target;
        break;
      }
      case "Source": {
        const source = readNodeLocation(child, cmdId, reading);
        if (source) item.source = source;
        break;
      }
      case "Meta":
        item.meta = readMeta(child, cmdId, reading);
        break;
      case "Data":
        readData(item, child);
        break;
      case "MoreData":
        item.moreData = true;
        break;
      default:
      // SourceParent and TargetParent are of no use in DM.
    }
  }
  return item;
}

const utf8 = new TextEncoder();

/**
 * The data of an item. Text loses the NULs behind it; text with a NUL inside is no text and becomes its octets. A
 * management tree that was sent as elements becomes its XML, which has no NUL.
 */
function readData(item: Building<Item>, element: Element): void {
  const { content } = element;
  if (isChildren(content)) item.data = treeText(content);
  else if (typeof content !== "string") item.data = content;
  else {
    const text = withoutTrailingNuls(content);
    if (text.length < content.length) item.trailingNuls = content.length - text.length;
    item.data = text.includes("\0") ? utf8.encode(text) : text;
  }
}

function treeText(elements: readonly Element[]): string {
  return elements.map(elementText).join("").replaceAll("\0", "");
}

/**
 * The XML of a management tree that came as a WBXML document in parts, which the decoder could not see; null where it can
 * be read as none. One that came whole is read with its message.
 */
export function readTreeText(octets: Uint8Array): string | null {
  try {
    const { dialect, root } = decodeWbxml(octets);
    return dialect === "DM DDF 1.2" ? treeText([root]) : null;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return null;
  }
}

/** Writes an Item. Meta of the command goes into each item: a client was seen to crash on Meta outside of Item. */
export function writeItem(item: Item, commandMeta?: Meta): Element {
  const children: Element[] = [];
  if (item.target) children.push(writeLocation("Target", item.target));
  if (item.source) children.push(writeLocation("Source", item.source));
  const meta = commandMeta ? { ...commandMeta, ...item.meta } : item.meta;
  if (meta) children.push(writeMeta(meta));
  if (item.data !== undefined) children.push(syncml("Data", item.data));
  if (item.moreData) children.push(syncml("MoreData", ""));
  return syncml("Item", children);
}

import type { Element } from "../../element";
import { takeItem, writeItem } from "../item";
import type { Item, ItemsCommand, Meta } from "../message";
import { readMeta } from "../meta";
import { childrenOf, cmdIdOf, type Reading } from "../reading";
import { syncml } from "../writing";

/** Add, Copy, Delete, Get and Replace: a list of items each. */
export function readItemsCommand(name: ItemsCommand["name"], element: Element, reading: Reading): ItemsCommand {
  const cmdId = cmdIdOf(element, reading);
  const items: Item[] = [];
  let meta: Meta | undefined;
  for (const child of childrenOf(element)) {
    if (child.name === "Item") takeItem(items, child, cmdId, reading);
    else if (child.name === "Meta") meta = readMeta(child, cmdId, reading);
  }
  if (items.length === 0) reading.note("empty_command", cmdId, name);
  return meta === undefined ? { name, cmdId, items } : { name, cmdId, meta, items };
}

/** An Add always has Data: a client was seen to crash without. */
export function writeItemsCommand(command: ItemsCommand): Element {
  const children = [syncml("CmdID", command.cmdId)];
  for (const item of command.items) {
    const whole = command.name === "Add" && item.data === undefined ? { ...item, data: "" } : item;
    children.push(writeItem(whole, command.meta));
  }
  return syncml(command.name, children);
}

import type { Element } from "../../element";
import { takeItem, writeItem } from "../item";
import type { ExecCommand, Item, Meta } from "../message";
import { readMeta } from "../meta";
import { childrenOf, cmdIdOf, type Reading, textOf } from "../reading";
import { syncml } from "../writing";

export function readExec(element: Element, reading: Reading): ExecCommand {
  const cmdId = cmdIdOf(element, reading);
  const items: Item[] = [];
  let meta: Meta | undefined;
  let correlator: string | undefined;
  for (const child of childrenOf(element)) {
    if (child.name === "Item") takeItem(items, child, cmdId, reading);
    else if (child.name === "Meta") meta = readMeta(child, cmdId, reading);
    else if (child.name === "Correlator") correlator = textOf(child);
  }
  if (items.length === 0) reading.note("empty_command", cmdId, "Exec");
  return { name: "Exec", cmdId, ...(meta && { meta }), ...(correlator !== undefined && { correlator }), items };
}

/** `withCorrelator`: SyncML 1.1 has no such element. */
export function writeExec(command: ExecCommand, withCorrelator: boolean): Element {
  const children = [syncml("CmdID", command.cmdId)];
  if (withCorrelator && command.correlator !== undefined) children.push(syncml("Correlator", command.correlator));
  for (const item of command.items) children.push(writeItem(item, command.meta));
  return syncml("Exec", children);
}

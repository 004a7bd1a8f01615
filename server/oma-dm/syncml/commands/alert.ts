import type { Element } from "../../element";
import { takeItem, writeItem } from "../item";
import type { AlertCommand, Item } from "../message";
import { childrenOf, cmdIdOf, type Reading, textOf } from "../reading";
import { syncml } from "../writing";

export function readAlert(element: Element, reading: Reading): AlertCommand {
  const cmdId = cmdIdOf(element, reading);
  const items: Item[] = [];
  let data = "";
  let correlator: string | undefined;
  for (const child of childrenOf(element)) {
    if (child.name === "Data") data = textOf(child);
    else if (child.name === "Correlator") correlator = textOf(child);
    else if (child.name === "Item") takeItem(items, child, cmdId, reading);
  }
  if (data === "") reading.note("missing_element", cmdId, "Alert/Data");
  return correlator === undefined
    ? { name: "Alert", cmdId, data, items }
    : { name: "Alert", cmdId, data, correlator, items };
}

/** `withCorrelator`: SyncML 1.1 has no such element. */
export function writeAlert(command: AlertCommand, withCorrelator: boolean): Element {
  const children = [syncml("CmdID", command.cmdId), syncml("Data", command.data)];
  if (withCorrelator && command.correlator !== undefined) children.push(syncml("Correlator", command.correlator));
  for (const item of command.items) children.push(writeItem(item));
  return syncml("Alert", children);
}

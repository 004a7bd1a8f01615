import type { Building } from "../../building";
import type { Element } from "../../element";
import { takeItem, writeItem } from "../item";
import type { Item, Meta, ResultsCommand } from "../message";
import { readMeta } from "../meta";
import { childrenOf, cmdIdOf, idIn, type Reading, textOf } from "../reading";
import { syncml } from "../writing";

export function readResults(element: Element, reading: Reading): ResultsCommand {
  const cmdId = cmdIdOf(element, reading);
  const items: Item[] = [];
  let msgRef = "";
  let cmdRef = "";
  let meta: Meta | undefined;
  let targetRef: string | undefined;
  let sourceRef: string | undefined;
  for (const child of childrenOf(element)) {
    switch (child.name) {
      case "MsgRef":
        msgRef = idIn(child, cmdId, reading);
        break;
      case "CmdRef":
        cmdRef = idIn(child, cmdId, reading);
        break;
      case "Meta":
        meta = readMeta(child, cmdId, reading);
        break;
      case "TargetRef":
        targetRef = textOf(child);
        break;
      case "SourceRef":
        sourceRef = textOf(child);
        break;
      case "Item":
        takeItem(items, child, cmdId, reading);
        break;
      default:
    }
  }
  if (cmdRef === "") reading.note("missing_element", cmdId, "Results/CmdRef");
  const results: Building<ResultsCommand> = { name: "Results", cmdId, msgRef, cmdRef, items };
  if (meta) results.meta = meta;
  if (targetRef !== undefined) results.targetRef = targetRef;
  if (sourceRef !== undefined) results.sourceRef = sourceRef;
  return results;
}

export function writeResults(command: ResultsCommand): Element {
  const children = [syncml("CmdID", command.cmdId), syncml("MsgRef", command.msgRef), syncml("CmdRef", command.cmdRef)];
  if (command.targetRef !== undefined) children.push(syncml("TargetRef", command.targetRef));
  if (command.sourceRef !== undefined) children.push(syncml("SourceRef", command.sourceRef));
  for (const item of command.items) children.push(writeItem(item, command.meta));
  return syncml("Results", children);
}

import type { Building } from "../../building";
import type { Element } from "../../element";
import { readChal, readCred, writeChal, writeCred } from "../credential";
import { takeItem, writeItem } from "../item";
import { ITEMS_MAX } from "../limits";
import type { Chal, Cred, Item, StatusCommand } from "../message";
import { childrenOf, cmdIdOf, idIn, numberIn, type Reading, textOf } from "../reading";
import { syncml } from "../writing";

/** A missing CmdRef is "0" when the Status is about the header; published examples leave it out there. */
export function readStatus(element: Element, reading: Reading): StatusCommand {
  const cmdId = cmdIdOf(element, reading);
  const targetRefs: string[] = [];
  const sourceRefs: string[] = [];
  const items: Item[] = [];
  let msgRef = "";
  let cmdRef = "";
  let cmd = "";
  let data = Number.NaN;
  let cred: Cred | undefined;
  let chal: Chal | undefined;
  for (const child of childrenOf(element)) {
    switch (child.name) {
      case "MsgRef":
        msgRef = idIn(child, cmdId, reading);
        break;
      case "CmdRef":
        cmdRef = idIn(child, cmdId, reading);
        break;
      case "Cmd":
        cmd = textOf(child);
        break;
      case "TargetRef":
        if (targetRefs.length < ITEMS_MAX) targetRefs.push(textOf(child));
        break;
      case "SourceRef":
        if (sourceRefs.length < ITEMS_MAX) sourceRefs.push(textOf(child));
        break;
      case "Cred":
        cred = readCred(child, cmdId, reading);
        break;
      case "Chal":
        chal = readChal(child, cmdId, reading);
        break;
      case "Data":
        data = numberIn(textOf(child));
        break;
      case "Item":
        takeItem(items, child, cmdId, reading);
        break;
      default:
    }
  }
  if (cmdRef === "" && cmd === "SyncHdr") cmdRef = "0";
  if (cmdRef === "") reading.note("missing_element", cmdId, "Status/CmdRef");
  if (Number.isNaN(data)) reading.note("bad_number", cmdId, "Status/Data");
  const status: Building<StatusCommand> = {
    name: "Status",
    cmdId,
    msgRef,
    cmdRef,
    cmd,
    targetRefs,
    sourceRefs,
    data,
    items,
  };
  if (cred) status.cred = cred;
  if (chal) status.chal = chal;
  return status;
}

export function writeStatus(command: StatusCommand): Element {
  const children = [
    syncml("CmdID", command.cmdId),
    syncml("MsgRef", command.msgRef),
    syncml("CmdRef", command.cmdRef),
    syncml("Cmd", command.cmd),
  ];
  for (const ref of command.targetRefs) children.push(syncml("TargetRef", ref));
  for (const ref of command.sourceRefs) children.push(syncml("SourceRef", ref));
  if (command.cred) children.push(writeCred(command.cred));
  if (command.chal) children.push(writeChal(command.chal));
  children.push(syncml("Data", String(command.data)));
  for (const item of command.items) children.push(writeItem(item));
  return syncml("Status", children);
}

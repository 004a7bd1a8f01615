import type { Element } from "../../element";
import type { UnknownCommand } from "../message";
import { cmdIdOf, type Reading } from "../reading";
import { syncml } from "../writing";

/** A command that DM has no use for, or an element that is none: only its name and CmdID are kept. */
export function readUnknown(element: Element, reading: Reading): UnknownCommand {
  const cmdId = cmdIdOf(element, reading);
  reading.note("unknown_element", cmdId, element.name);
  return { name: "Unknown", element: element.name, cmdId };
}

export function writeUnknown(command: UnknownCommand): Element {
  return syncml(command.element, [syncml("CmdID", command.cmdId)]);
}

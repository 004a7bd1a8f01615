import type { Element } from "../../element";
import type { Command, GroupCommand, Meta } from "../message";
import { readMeta, writeMeta } from "../meta";
import { childrenOf, cmdIdOf, type Reading } from "../reading";
import { syncml } from "../writing";

/** What a group may hold besides commands. */
const OWN_CHILDREN: ReadonlySet<string> = new Set(["CmdID", "NoResp"]);

/** Atomic and Sequence. `readInner` reads one command; depth is bounded where the elements were read. */
export function readGroup(
  name: GroupCommand["name"],
  element: Element,
  reading: Reading,
  readInner: (element: Element, reading: Reading) => Command,
): GroupCommand {
  const cmdId = cmdIdOf(element, reading);
  const commands: Command[] = [];
  let meta: Meta | undefined;
  for (const child of childrenOf(element)) {
    if (child.name === "Meta") meta = readMeta(child, cmdId, reading);
    else if (!OWN_CHILDREN.has(child.name) && reading.takesCommand()) commands.push(readInner(child, reading));
  }
  if (commands.length === 0) reading.note("empty_command", cmdId, name);
  return meta === undefined ? { name, cmdId, commands } : { name, cmdId, meta, commands };
}

export function writeGroup(command: GroupCommand, writeInner: (command: Command) => Element): Element {
  const children = [syncml("CmdID", command.cmdId)];
  if (command.meta) children.push(writeMeta(command.meta));
  for (const inner of command.commands) children.push(writeInner(inner));
  return syncml(command.name, children);
}

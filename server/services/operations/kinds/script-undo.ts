import { type NodeCommand, parseNodeAddress } from "../../../oma-dm";
import { type Plan, readingOf, together } from "../plans";
import type { ScriptCommand } from "./script-command";
import { isTree } from "./tree-properties";
import { leafText, replaceFor } from "./value-writes";

/**
 * What takes each command of an Atomic back, from what the device has now; null where nothing does. A tree may have
 * brought or taken any nodes, a renamed node has other addresses, and what was executed is done.
 */
export function* undosOf(commands: readonly ScriptCommand[]): Plan<readonly (NodeCommand | null)[]> {
  if (!commands.every(mayBeTakenBack)) return commands.map(() => null);
  const replaced = commands.filter(({ command }) => command === "Replace").map(({ uri }) => uri);
  const read = (yield* together(replaced.map((uri) => ({ name: "Get", uri })))).map(readingOf);
  return commands.map((written) => {
    const { command, uri } = written;
    if (command !== "Replace") return { name: "Delete", uri };
    const before = read[replaced.indexOf(uri)];
    const value = leafText(before);
    return value === null ? null : replaceFor({ uri, value }, before);
  });
}

function mayBeTakenBack(written: ScriptCommand): boolean {
  switch (written.command) {
    case "Copy":
      return true;
    case "Add":
      return !isTree(written.type);
    case "Replace": {
      const query = parseNodeAddress(written.uri)?.query;
      return !isTree(written.type) && !(query?.kind === "property" && query.property === "Name");
    }
    default:
      return false;
  }
}

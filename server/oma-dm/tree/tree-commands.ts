import type { TreeRecord } from "./tree-record";
import { levelOf } from "./uri-parts";

/** A command that makes or overwrites one node; data of Format `bin` is base64. */
export interface TreeCommand {
  readonly name: "Add" | "Replace";
  readonly uri: string;
  readonly format: string;
  readonly type?: string;
  readonly data: string;
}

/**
 * The commands that bring nodes into a tree one by one, level by level: a node can be added only where the one above
 * it is, and a device may run the commands of one package in any order. Replace is for leaves only, and for those
 * whose value is told.
 */
export function treeCommands(name: TreeCommand["name"], records: readonly TreeRecord[]): TreeCommand[][] {
  const levels = new Map<number, TreeCommand[]>();
  for (const { uri, format, type, value } of records) {
    if (name === "Replace" && (format === "node" || value === null)) continue;
    const level = levelOf(uri);
    const command = { name, uri, format, ...(type !== null && { type }), data: value ?? "" };
    const others = levels.get(level);
    if (others) others.push(command);
    else levels.set(level, [command]);
  }
  return [...levels].sort(([one], [other]) => one - other).map(([, commands]) => commands);
}

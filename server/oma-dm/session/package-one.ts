import type { Item, ItemsCommand, SyncmlMessage } from "../syncml";
import { ALERT } from "../syncml";
import { canonicalUri } from "../tree";
import type { Effect } from "./contract";
import { STATUS } from "./statuses";

const DEV_INFO = "./DevInfo/";

/** Bounds on what is taken of DevInfo: leaves, and characters of one value. */
const DEV_INFO_LEAVES_MAX = 100;
const DEV_INFO_CHARACTERS_MAX = 1_024;

/** Who wanted the session. A device that says neither started it itself. */
export function initiatorOf(message: SyncmlMessage): "server" | "client" {
  const isServers = message.commands.some(
    (command) => command.name === "Alert" && command.data === ALERT.serverInitiated,
  );
  return isServers ? "server" : "client";
}

/**
 * The status of a Replace of the device, after noting the DevInfo leaves it holds; any other node is not the device's
 * to send. Interior nodes are passed over: some clients send them with the names of their children.
 */
export function hearReplace(command: ItemsCommand, effects: Effect[]): number {
  if (command.items.length === 0) return STATUS.incompleteCommand;
  const values: Record<string, string> = {};
  let isDevInfo = false;
  let isNamed = false;
  let leaves = 0;
  for (const item of command.items) {
    const uri = uriOf(item);
    if (uri === null) continue;
    isNamed = true;
    if (!uri.startsWith(DEV_INFO) && uri !== "./DevInfo") continue;
    isDevInfo = true;
    if (!isLeaf(item) || typeof item.data !== "string" || leaves >= DEV_INFO_LEAVES_MAX) continue;
    if (item.data.length > DEV_INFO_CHARACTERS_MAX) continue;
    values[uri] = item.data;
    leaves += 1;
  }
  if (leaves > 0) effects.push({ kind: "device_info", values });
  if (isDevInfo) return STATUS.ok;
  return isNamed ? STATUS.commandNotAllowed : STATUS.uriTooLong;
}

function uriOf(item: Item): string | null {
  const location = item.source ?? item.target;
  return location ? canonicalUri(location.locUri) : null;
}

function isLeaf(item: Item): boolean {
  return item.meta?.format?.toLowerCase() !== "node";
}

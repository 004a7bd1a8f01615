import { parentUri } from "./uri-parts";

/** What a server may be allowed to do with a node. Copy is judged by the commands that it is made of. */
export const ACL_COMMANDS = ["Add", "Delete", "Exec", "Get", "Replace"] as const;
export type AclCommand = (typeof ACL_COMMANDS)[number];

/** Who may do what. Empty: the node has no list of its own, and the nearest one above it counts. */
export type Acl = ReadonlyMap<AclCommand, readonly string[]>;

/** What the root has when a device does not say otherwise. */
export const ROOT_ACL = "Add=*&Get=*";

const ACL_OCTETS_MAX = 4_096;
const ANYBODY = "*";
const ENTRY = /^(Add|Delete|Exec|Get|Replace)=([^=&*+\s\p{Cc}]+|\*)((?:\+(?:[^=&*+\s\p{Cc}]+|\*))*)$/u;

/**
 * Reads `Add=server-a&Get=*&Replace=server-a+server-b`. NULs behind it are dropped, a command that is named twice has
 * the servers of both, and `*` stands alone. Null for what is none, and for more than 4,096 octets.
 * Source: OMA-TS-DM_TND 1.2.1, ACL.
 */
export function parseAcl(text: string): Acl | null {
  const list = text.replace(/\0+$/, "");
  const acl = new Map<AclCommand, readonly string[]>();
  if (list === "") return acl;
  if (Buffer.byteLength(list) > ACL_OCTETS_MAX) return null;
  for (const entry of list.split("&")) {
    const [, command, first = "", more = ""] = ENTRY.exec(entry) ?? [];
    if (command === undefined) return null;
    const name = command as AclCommand;
    const ids = new Set([...(acl.get(name) ?? []), first, ...more.split("+").slice(1)]);
    acl.set(name, ids.has(ANYBODY) ? [ANYBODY] : [...ids]);
  }
  return acl;
}

/** Commands in the order of the alphabet, servers in the order they have. */
export function writeAcl(acl: Acl): string {
  return ACL_COMMANDS.flatMap((command) => {
    const ids = acl.get(command) ?? [];
    return ids.length > 0 ? [`${command}=${ids.join("+")}`] : [];
  }).join("&");
}

/** Whether two lists allow the same, however they are written; false when one of them is none. */
export function isSameAcl(one: string, other: string): boolean {
  const [first, second] = [parseAcl(one), parseAcl(other)];
  if (!first || !second) return false;
  return ACL_COMMANDS.every((command) => {
    const [ids, others] = [first.get(command) ?? [], second.get(command) ?? []];
    return ids.length === others.length && ids.every((id) => others.includes(id));
  });
}

/** Whether a list that is not empty allows a server the command; one that it does not name is denied to all. */
export function aclAllows(acl: Acl, command: AclCommand, serverId: string): boolean {
  return (acl.get(command) ?? []).some((id) => id === ANYBODY || id === serverId);
}

/**
 * The list that counts for a node: its own, or else the nearest one above it that is not empty. `aclOf` gives the
 * list of a node, "" where it has none; a list that cannot be read denies everything, as a device would rather do.
 */
export function effectiveAcl(uri: string, aclOf: (uri: string) => string): Acl {
  for (let at: string | null = uri; at !== null; at = parentUri(at)) {
    const own = aclOf(at);
    if (own !== "") return parseAcl(own) ?? new Map();
  }
  return parseAcl(ROOT_ACL) ?? new Map();
}

/**
 * Whether a server may write the list of a node: on an interior node by the right to Replace it, on every node by the
 * right to Replace the one above it. Source: OMA-TS-DM_TND 1.2.1, ACL.
 */
export function mayWriteAcl(
  node: { readonly uri: string; readonly isLeaf: boolean },
  serverId: string,
  aclOf: (uri: string) => string,
): boolean {
  const above = parentUri(node.uri);
  const mayReplace = (uri: string) => aclAllows(effectiveAcl(uri, aclOf), "Replace", serverId);
  return (!node.isLeaf && mayReplace(node.uri)) || (above !== null && mayReplace(above));
}

/**
 * Whether a server that gives a node this list could no longer read it or change it back by rights that the list
 * gives. An empty list takes nothing away: the one above it counts.
 */
export function wouldLockOut(acl: Acl, serverId: string): boolean {
  return acl.size > 0 && !(aclAllows(acl, "Get", serverId) && aclAllows(acl, "Replace", serverId));
}

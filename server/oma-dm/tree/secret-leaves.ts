import { nodeName } from "./uri-parts";

/** What stands where a secret was. */
export const SECRET_MASK = "******";

/** Leaves of DMAcc (1.2 and 1.1.2 names) whose value is a secret wherever they stand in a tree. */
const SECRET_LEAVES: ReadonlySet<string> = new Set([
  "AAuthSecret",
  "AAuthData",
  "ClientPW",
  "ServerPW",
  "ClientNonce",
  "ServerNonce",
]);

/** Whether the value of a node is not to be shown to anybody. `uri` may be the name alone, and may have a query. */
export function isSecretLeaf(uri: string): boolean {
  return SECRET_LEAVES.has(nodeName(uri.split("?", 1)[0] ?? ""));
}

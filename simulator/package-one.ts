import type { Command, Item } from "../server/oma-dm/syncml";
import { ALERT } from "../server/oma-dm/syncml";
import type { DeviceTree } from "./device-tree";
import { oddPackageOne, type Quirks } from "./quirks";

/** A command before its message gives it a CmdID. */
export type Unnumbered<C = Command> = C extends Command ? Omit<C, "cmdId"> : never;

/** The DevInfo leaves that every session begins with [OMA-TS-DM_Protocol 1.2.1, package 1]. */
const DEV_INFO = ["DevId", "Man", "Mod", "DmV", "Lang"] as const;

/** What a device begins a session with: why it calls, and what it is. */
export function packageOne(tree: DeviceTree, cause: "server" | "client", quirks: Quirks): readonly Unnumbered[] {
  const data = cause === "server" ? ALERT.serverInitiated : ALERT.clientInitiated;
  const items: Item[] = DEV_INFO.map((name) => ({
    source: { locUri: `./DevInfo/${name}` },
    meta: { format: "chr", type: "text/plain" },
    data: tree.ownValue(`./DevInfo/${name}`) ?? "",
  }));
  const usual: readonly Unnumbered[] = [
    { name: "Alert", data, items: [] },
    { name: "Replace", items },
  ];
  return oddPackageOne(usual, quirks);
}

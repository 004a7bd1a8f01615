import type { AlertCommand, Item, ItemsCommand } from "../syncml";

/** Commands as a device sends them; `LockstepDevice.says` numbers them. */

export function alert(data: string, items: readonly Item[] = [], correlator?: string): AlertCommand {
  return { name: "Alert", cmdId: "", data, items, ...(correlator !== undefined && { correlator }) };
}

/** The Replace of package 1: DevInfo leaves by URI. */
export function devInfo(values: Readonly<Record<string, string>> = { "./DevInfo/Man": "Nimbus Mobile" }): ItemsCommand {
  return {
    name: "Replace",
    cmdId: "",
    items: Object.entries(values).map(([uri, data]) => ({ source: { locUri: uri }, data })),
  };
}

/** A Generic Alert of one item. */
export function genericAlert(source: string, data: string, correlator?: string): AlertCommand {
  const meta = { format: "chr", type: "org.openmobilealliance.dm.firmwareupdate.downloadandupdate" };
  return alert("1226", [{ source: { locUri: source }, meta, data }], correlator);
}

import type { Command, Item } from "../../server/oma-dm/syncml";
import type { Quirks } from "./names";

const OPTIONAL_PROPERTY = /\?prop=(Size|Title|TStamp|VerNo)$/i;
const LIST = /\?list=(Struct|StructData|TNDS.*)$/i;

/** The status by which an odd device refuses a command without looking at its tree; null where it looks. */
export function oddRefusal(command: Command, item: Item | undefined, quirks: Quirks): number | null {
  if (command.name === "Alert") {
    return quirks.has("alerts1222Answered500") && /^122[23]$/.test(command.data) ? 500 : null;
  }
  if (command.name === "Copy" && quirks.has("copy501")) return 501;
  const uri = item?.target?.locUri ?? "";
  if (quirks.has("strictUris500") && !/^\.(\/|$|\?)(.*[^/])?$/.test(uri)) return 500;
  if (quirks.has("propUnsupported406") && OPTIONAL_PROPERTY.test(uri)) return 406;
  return isUnknownList(uri, quirks) ? 406 : null;
}

function isUnknownList(uri: string, quirks: Quirks): boolean {
  const [, list = ""] = LIST.exec(uri) ?? [];
  if (list === "") return false;
  const isTnds = /^TNDS/i.test(list);
  if (quirks.has("listUnsupported406")) return true;
  if (quirks.has("onlyTndsLists")) return !isTnds;
  return quirks.has("onlyStructLists") && !/^Struct$/i.test(list);
}

/** The items of a command that a device looks at. */
export function itemsHeard(items: readonly Item[], quirks: Quirks): readonly Item[] {
  return quirks.has("firstItemOnly") ? items.slice(0, 1) : items;
}

/** The command that a Status names. */
export function commandNamed(name: string, status: number, quirks: Quirks): string {
  if (!quirks.has("wrongCmdInErrorStatus") || status < 400) return name;
  return name === "Get" ? "Replace" : "Get";
}

import type { Building } from "../building";
import type { Element } from "../element";
import type { Chal, Cred } from "./message";
import { readMeta, writeMeta } from "./meta";
import { childrenOf, type Reading, textOf } from "./reading";
import { syncml } from "./writing";

export function readCred(element: Element, cmdId: string, reading: Reading): Cred {
  let type = "";
  let format: string | undefined;
  let data = "";
  for (const child of childrenOf(element)) {
    if (child.name === "Data") data = textOf(child);
    else if (child.name === "Meta") {
      const meta = readMeta(child, cmdId, reading);
      type = meta.type ?? "";
      format = meta.format;
    }
  }
  return format === undefined ? { type, data } : { type, format, data };
}

export function readChal(element: Element, cmdId: string, reading: Reading): Chal {
  for (const child of childrenOf(element)) {
    if (child.name !== "Meta") continue;
    const { type = "", format, nextNonce } = readMeta(child, cmdId, reading);
    const chal: Building<Chal> = { type };
    if (format !== undefined) chal.format = format;
    if (nextNonce !== undefined) chal.nextNonce = nextNonce;
    return chal;
  }
  return { type: "" };
}

export function writeCred(cred: Cred): Element {
  const { type, format } = cred;
  return syncml("Cred", [writeMeta(format === undefined ? { type } : { format, type }), syncml("Data", cred.data)]);
}

export function writeChal(chal: Chal): Element {
  return syncml("Chal", [writeMeta(chal)]);
}

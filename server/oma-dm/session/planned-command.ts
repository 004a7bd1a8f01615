import { decodeBase64 } from "../security";
import type { Command, Item, Meta } from "../syncml";
import type { PlannedCommand } from "./work";

const OCTETS_FORMAT = "bin";

/** The SyncML command for what a plan wants: one Item a command, since some clients answer only the first. */
export function syncmlCommand(planned: PlannedCommand, cmdId: string): Command {
  const target = { locUri: planned.uri };
  switch (planned.name) {
    case "Get":
    case "Delete":
      return { name: planned.name, cmdId, items: [{ target }] };
    case "Copy":
      return { name: "Copy", cmdId, items: [{ target, source: { locUri: planned.from } }] };
    case "Add":
    case "Replace":
      return { name: planned.name, cmdId, items: [{ target, ...dataOf(planned) }] };
    case "Exec": {
      const item = { target, ...(planned.data !== undefined && dataOf({ ...planned, data: planned.data })) };
      const { correlator } = planned;
      return { name: "Exec", cmdId, ...(correlator !== undefined && { correlator }), items: [item] };
    }
  }
}

interface PlannedData {
  readonly uri: string;
  readonly data: string;
  readonly format?: string;
  readonly type?: string;
}

/**
 * Data and Meta of an item. Data of Format bin is base64 in a plan and octets in a message. A property (`?prop=`) is a
 * plain string, better without Meta. Source: OMA-TS-DM_RepPro 1.2.1, OMA-TS-DM_TND 1.2.1.
 */
function dataOf({ uri, data, format, type }: PlannedData): Pick<Item, "meta" | "data"> {
  if (uri.includes("?prop=")) return { data };
  const octets = format === OCTETS_FORMAT ? decodeBase64(data) : null;
  if (format === undefined && type === undefined) return { data };
  const meta: Meta = { ...(format !== undefined && { format }), ...(type !== undefined && { type }) };
  return { meta, data: octets ?? data };
}

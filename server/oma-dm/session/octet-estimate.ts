import type { Encoding } from "../element";
import type { Chal, Command, Cred, Item, ItemData, Location, Meta, SyncHdr } from "../syncml";

/**
 * Upper bounds in octets for what the encoders make of a message, without encoding it. They may be too high, never too
 * low.
 */
interface Costs {
  /** Prolog, SyncML, SyncBody and Final. */
  readonly frame: number;
  element(name: string): number;
  /** The element and its text. */
  field(name: string, text: string): number;
  /** A child of Meta. */
  metInf(name: string, text: string): number;
  /** What Meta costs besides its children: the switch to the page of its children and back. */
  readonly pages: number;
  data(octets: Uint8Array): number;
}

const COSTS: Readonly<Record<Encoding, Costs>> = {
  wbxml: {
    frame: 24,
    element: () => 2,
    field: (_name, text) => 8 + Buffer.byteLength(text),
    metInf: (_name, text) => 8 + Buffer.byteLength(text),
    pages: 4,
    data: (octets) => 8 + octets.length,
  },
  xml: {
    frame: 128,
    element: (name) => 2 * name.length + 5,
    field: (name, text) => 2 * name.length + 5 + escapedLength(text),
    metInf: (name, text) => 2 * name.length + 29 + escapedLength(text),
    pages: 0,
    data: (octets) => 13 + 4 * Math.ceil(octets.length / 3),
  },
};

/** Markup, and what an XML reader would not keep. Each becomes at most four octets longer, as in `&amp;`. */
const ESCAPED = /[&<>\r]/g;
const ESCAPED_OCTETS = 4;

function escapedLength(text: string): number {
  const length = Buffer.byteLength(text);
  return text.search(ESCAPED) < 0 ? length : length + ESCAPED_OCTETS * (text.match(ESCAPED)?.length ?? 0);
}

/** The header with the frame of the message around it. */
export function estimateFrame(header: SyncHdr, encoding: Encoding): number {
  const costs = COSTS[encoding];
  let octets = costs.frame + costs.element("SyncHdr");
  octets += costs.field("VerDTD", header.verDtd) + costs.field("VerProto", header.verProto);
  octets += costs.field("SessionID", header.sessionId) + costs.field("MsgID", header.msgId);
  octets += location(costs, "Target", header.target) + location(costs, "Source", header.source);
  if (header.respUri !== undefined) octets += costs.field("RespURI", header.respUri);
  return octets + credential(costs, header.cred) + meta(costs, header.meta);
}

export function estimateCommand(command: Command, encoding: Encoding): number {
  const costs = COSTS[encoding];
  let octets = costs.element(command.name) + costs.field("CmdID", command.cmdId);
  switch (command.name) {
    case "Status":
      octets += costs.field("MsgRef", command.msgRef) + costs.field("CmdRef", command.cmdRef);
      octets += costs.field("Cmd", command.cmd) + costs.field("Data", String(command.data));
      for (const ref of command.targetRefs) octets += costs.field("TargetRef", ref);
      for (const ref of command.sourceRefs) octets += costs.field("SourceRef", ref);
      return octets + challenge(costs, command.chal);
    case "Alert":
      octets += costs.field("Data", command.data);
      break;
    case "Exec":
      octets += costs.field("Correlator", command.correlator ?? "");
      break;
    case "Atomic":
    case "Sequence":
      for (const inner of command.commands) octets += estimateCommand(inner, encoding);
      return octets;
    case "Results":
    case "Unknown":
      throw new TypeError(`the engine sends no ${command.name}`);
    default:
  }
  for (const item of command.items) octets += itemOctets(costs, item);
  return octets;
}

function itemOctets(costs: Costs, item: Item): number {
  const octets =
    costs.element("Item") + location(costs, "Target", item.target) + location(costs, "Source", item.source);
  const more = item.moreData ? costs.element("MoreData") : 0;
  return octets + meta(costs, item.meta) + dataOctets(costs, item.data) + more;
}

/** An Add without data is written with an empty Data. */
function dataOctets(costs: Costs, data: ItemData | undefined): number {
  return typeof data === "object" ? costs.data(data) : costs.field("Data", data ?? "");
}

function location(costs: Costs, name: "Target" | "Source", value: Location | undefined): number {
  if (!value) return 0;
  const octets = costs.element(name) + costs.field("LocURI", value.locUri);
  return value.locName === undefined ? octets : octets + costs.field("LocName", value.locName);
}

function meta(costs: Costs, value: Meta | undefined): number {
  if (!value) return 0;
  let octets = costs.element("Meta") + costs.pages;
  if (value.format !== undefined) octets += costs.metInf("Format", value.format);
  if (value.type !== undefined) octets += costs.metInf("Type", value.type);
  if (value.size !== undefined) octets += costs.metInf("Size", String(value.size));
  if (value.nextNonce !== undefined) octets += costs.metInf("NextNonce", value.nextNonce);
  if (value.maxMsgSize !== undefined) octets += costs.metInf("MaxMsgSize", String(value.maxMsgSize));
  if (value.maxObjSize !== undefined) octets += costs.metInf("MaxObjSize", String(value.maxObjSize));
  return octets;
}

function credential(costs: Costs, cred: Cred | undefined): number {
  return cred ? costs.element("Cred") + meta(costs, cred) + costs.field("Data", cred.data) : 0;
}

function challenge(costs: Costs, chal: Chal | undefined): number {
  return chal ? costs.element("Chal") + meta(costs, chal) : 0;
}

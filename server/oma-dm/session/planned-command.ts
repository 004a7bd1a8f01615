import { OCTETS_FORMAT } from "../meta-words";
import { decodeBase64 } from "../security";
import type { Command, GroupCommand, Item, ItemData, Meta } from "../syncml";
import type { GroupName, PlannedCommand, StepCommand, ValueCommand } from "./work";

/** The SyncML command for what a plan wants: one Item a command, since some clients answer only the first. */
export function syncmlCommand(planned: PlannedCommand, cmdId: string): Command {
  switch (planned.name) {
    case "Get":
    case "Delete":
      return { name: planned.name, cmdId, items: [{ target: { locUri: planned.uri } }] };
    case "Copy":
      return {
        name: "Copy",
        cmdId,
        items: [{ target: { locUri: planned.uri }, source: { locUri: planned.from } }],
      };
    case "Add":
    case "Replace":
      return valueCommand(planned, cmdId, wholeOf(planned));
    case "Exec": {
      const { correlator, data, format, type } = planned;
      const target = { locUri: planned.uri };
      const item =
        data === undefined
          ? { target }
          : { target, ...described({ data: carriedData(data, format) }, planned.uri, format, type) };
      return { name: "Exec", cmdId, ...(correlator !== undefined && { correlator }), items: [item] };
    }
    case "Alert":
      return {
        name: "Alert",
        cmdId,
        data: planned.code,
        items: [optionsItem(planned.options), ...planned.texts.map(textItem)],
      };
  }
}

/** The Atomic or Sequence of these commands, numbered behind it. */
export function syncmlGroup(name: GroupName, commands: readonly StepCommand[], firstCmdId: number): GroupCommand {
  return {
    name,
    cmdId: String(firstCmdId),
    commands: commands.map(({ command }, at) => syncmlCommand(command, String(firstCmdId + 1 + at))),
  };
}

/** The whole or a part of a value; `size` is that of the whole as carried, in its first part. */
export interface Piece {
  readonly data: ItemData;
  readonly size?: number;
  readonly moreData?: true;
}

export function valueCommand({ name, uri, format, type }: ValueCommand, cmdId: string, piece: Piece): Command {
  return { name, cmdId, items: [{ target: { locUri: uri }, ...described(piece, uri, format, type) }] };
}

/** Data of Format bin is base64 in a plan and octets in a message. */
export function carriedData(data: string, format: string | undefined): ItemData {
  return (format === OCTETS_FORMAT ? decodeBase64(data) : null) ?? data;
}

function wholeOf({ data, format }: ValueCommand): Piece {
  if (typeof data !== "string") throw new TypeError("a content is sent by its parts");
  return { data: carriedData(data, format) };
}

/**
 * Data and Meta of an item. A property (`?prop=`) is a plain string, better without Meta.
 * Source: OMA-TS-DM_RepPro 1.2.1, OMA-TS-DM_TND 1.2.1.
 */
function described(
  { data, size, moreData }: Piece,
  uri: string,
  format: string | undefined,
  type: string | undefined,
): Pick<Item, "meta" | "data" | "moreData"> {
  if (isProperty(uri) || (format === undefined && type === undefined)) return { data };
  const meta: Meta = {
    ...(format !== undefined && { format }),
    ...(type !== undefined && { type }),
    ...(size !== undefined && { size }),
  };
  return moreData ? { meta, data, moreData } : { meta, data };
}

/** Whether an address is that of a node's property, which has no Meta and so cannot name its size. */
export function isProperty(uri: string): boolean {
  return uri.includes("?prop=");
}

/** The first item of an alert to the user is there even when it says nothing. */
function optionsItem(options: string): Item {
  return options === "" ? {} : { data: options };
}

function textItem(data: string): Item {
  return { data };
}

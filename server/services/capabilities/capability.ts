import { type GroupContainer, type PlannedCommand, parseNodeAddress } from "../../oma-dm";

/**
 * Something that is optional for a device: `list:StructData` (a Get with `?list=`), `prop:Size` (a property), `Copy`,
 * `Atomic`, `Sequence`, `large-objects`, `RespURI` (the address that its next message should go to).
 */
export type Capability =
  | `list:${string}`
  | `prop:${string}`
  | "Copy"
  | "Atomic"
  | "Sequence"
  | "large-objects"
  | "RespURI";

/** What a plan asked of a device, and what was answered; a part of the transcript of its run. */
export type Asked =
  | {
      readonly kind: "command";
      readonly command: PlannedCommand;
      readonly status: number | null;
      readonly by?: "server";
    }
  | {
      readonly kind: "group";
      readonly group: "Atomic" | "Sequence";
      readonly status: number | null;
      readonly by?: "server";
    };

export interface MissingCapability {
  readonly capability: Capability;
  /** The DM status code that says so; of `RespURI` the one that the device's message without a token was answered with. */
  readonly status: number;
}

/** "Optional feature not supported" and "command not implemented" [OMA-TS-DM_RepPro 1.2.1, status codes]. */
const NOT_KNOWN: ReadonlySet<number> = new Set([406, 501]);
/**
 * The root is there and may be read, so a list of it is refused for what it is: taken for the name of a node (404), not
 * allowed (405), or of a type that is not known (415). "Command failed" (500) says nothing of what the device knows.
 */
const LIST_OF_ROOT_NOT_KNOWN: ReadonlySet<number> = new Set([...NOT_KNOWN, 404, 405, 415]);
/** Given by the server for a value of which the device took a part for the whole. */
const SIZE_MISMATCH = 424;

/** What a command or group needs of a device beyond what every device has to know; null: nothing. */
export function capabilityOf(command: PlannedCommand | GroupContainer): Capability | null {
  if (command.name === "Copy" || command.name === "Atomic" || command.name === "Sequence") return command.name;
  if (command.name !== "Get") return null;
  const query = command.uri.includes("?") ? parseNodeAddress(command.uri)?.query : null;
  if (!query) return null;
  return query.kind === "property" ? `prop:${query.property}` : `list:${query.attribute}`;
}

/** Whether an answer may be one of those that `missingIn` looks for; quick, for answers that nearly never are. */
export function maySayNo(status: number): boolean {
  return status >= 404 && (LIST_OF_ROOT_NOT_KNOWN.has(status) || status === SIZE_MISMATCH);
}

/**
 * What the device was seen not to know, each once. Where it knew no group, what it said of the commands in it counts
 * for nothing.
 */
export function missingIn(asked: readonly Asked[]): readonly MissingCapability[] {
  const groups = asked.filter((each) => each.kind === "group" && each.status !== null && NOT_KNOWN.has(each.status));
  const missing = new Map<Capability, number>();
  for (const each of groups.length > 0 ? groups : asked) {
    const capability = missingOf(each);
    if (capability && each.status !== null) missing.set(capability, each.status);
  }
  return [...missing].map(([capability, status]) => ({ capability, status }));
}

function missingOf(asked: Asked): Capability | null {
  const { status } = asked;
  if (status === null) return null;
  if (asked.by === "server") {
    const isValue = asked.kind === "command" && (asked.command.name === "Add" || asked.command.name === "Replace");
    return isValue && status === SIZE_MISMATCH ? "large-objects" : null;
  }
  if (asked.kind === "group") return NOT_KNOWN.has(status) ? asked.group : null;
  const isListOfRoot = asked.command.name === "Get" && asked.command.uri.startsWith(".?list=");
  return (isListOfRoot ? LIST_OF_ROOT_NOT_KNOWN : NOT_KNOWN).has(status) ? capabilityOf(asked.command) : null;
}

import { OCTETS_FORMAT, TNDS_TYPE, TNDS_TYPE_WBXML } from "../meta-words";
import { encodeBase64 } from "../security";
import {
  ALERT,
  type AlertCommand,
  type Command,
  type Item,
  type ItemsCommand,
  type Meta,
  type ResultsCommand,
  readTreeText,
  type SyncmlMessage,
} from "../syncml";
import type { Effect, OpenObject, SessionState } from "./contract";
import { joinObject, partOctets } from "./object-octets";
import { STATUS } from "./statuses";

/** What the parts of large objects in a message come to. */
export interface PartsHeard {
  /** The message without parts: an object stands in it once and whole, in the place of its last part. */
  readonly message: SyncmlMessage;
  /** Statuses of commands of `message` that brought parts; 213 or a refusal. */
  readonly statuses: ReadonlyMap<Command, number>;
  /** The object of which more is to come, or whose parts are refused until it is begun again. */
  readonly object: OpenObject | undefined;
  /** Given up because something else came before their last part. Each is told to the device by No End of Data. */
  readonly interrupted: readonly InterruptedObject[];
  readonly effects: readonly Effect[];
  /** A part was kept or an object became whole. */
  readonly hasProgress: boolean;
}

export interface InterruptedObject {
  /** Source of the item; absent where it was too long to be kept. */
  readonly uri?: string;
}

/** Commands of a device that may come in parts. */
type PartCommand = AlertCommand | ItemsCommand | ResultsCommand;

/**
 * Puts large objects of the device together [OMA-TS-DM_Protocol 1.2.1]. Parts come in consecutive messages with nothing
 * but Status and Next Message beside them; anything else before the last part breaks the object, which then has no effect.
 * One object at a time. null: the message has nothing to do with large objects, as nearly all have.
 */
export function hearParts(
  state: SessionState,
  message: SyncmlMessage,
  before: Uint8Array | null,
  octetsMax: number,
): PartsHeard | null {
  if (state.object === undefined && !message.commands.some(hasPart)) return null;
  return new Joining(state.object, before, octetsMax).hear(message);
}

/**
 * Whether this message brings the last part of the open object, so that the parts before it are needed. What is known to
 * be refused needs none.
 */
export function wantsParts(state: SessionState | null, message: SyncmlMessage): boolean {
  const object = state?.object;
  if (object === undefined || object.refused !== undefined) return false;
  return message.commands.some(
    (command) =>
      isPartCommand(command) && command.items.some((item) => !item.moreData && isPartOf(object, command, item)),
  );
}

function hasPart(command: Command): boolean {
  return isPartCommand(command) && command.items.some((item) => item.moreData === true);
}

function isPartCommand(command: Command): command is PartCommand {
  return command.name === "Results" || command.name === "Replace" || command.name === "Alert";
}

/** What may stand between two parts: Status, and the alerts that only keep the talk going. */
function isBesideParts(command: Command): boolean {
  if (command.name === "Status") return true;
  if (command.name !== "Alert") return false;
  const { data } = command;
  return data === ALERT.nextMessage || data === ALERT.sessionAbort || data === ALERT.noEndOfData;
}

/** A first part names the size of the whole; the parts behind it need not, and those of a broken object must not. */
function isPartOf(object: OpenObject, command: PartCommand, item: Item): boolean {
  if (command.name !== object.name || cmdRefOf(command) !== object.cmdRef) return false;
  const uri = uriOf(item);
  if (uri !== undefined && object.uri !== undefined && uri !== object.uri) return false;
  const size = sizeOf(command, item);
  return size === undefined || (object.refused === undefined && size === object.size);
}

function cmdRefOf(command: PartCommand): string | undefined {
  return command.name === "Results" ? command.cmdRef : undefined;
}

function uriOf(item: Item): string | undefined {
  return item.source?.locUri ?? item.target?.locUri;
}

function sizeOf(command: PartCommand, item: Item): number | undefined {
  return item.meta?.size ?? ("meta" in command ? command.meta?.size : undefined);
}

/** Characters of what is kept of an object in the session's state, which is to stay small. */
const URI_CHARACTERS_KEPT_MAX = 128;
const FORMAT_CHARACTERS_KEPT_MAX = 8;
const TYPE_CHARACTERS_KEPT_MAX = 48;

function keptText(text: string | undefined, charactersMax: number): string | undefined {
  return text !== undefined && text.length <= charactersMax ? text : undefined;
}

/** What the first part said of the value. */
function described({ format, type }: OpenObject): Meta {
  return { ...(format && { format }), ...(type && { type }) };
}

/** One message's worth of joining. */
class Joining {
  readonly #statuses = new Map<Command, number>();
  readonly #interrupted: InterruptedObject[] = [];
  readonly #effects: Effect[] = [];
  /** Parts of the open object that came in this message. */
  #fresh: Uint8Array[] = [];
  /** Octets of the parts before; null: they are not at hand. */
  #stored: Uint8Array | null;
  #object: OpenObject | undefined;
  /** The command of this message that brought the latest part of the open object. */
  #command: Command | null = null;
  /** Status of the command being heard. */
  #status: number | undefined;
  #hasPart = false;
  #hasProgress = false;

  constructor(
    object: OpenObject | undefined,
    before: Uint8Array | null,
    private readonly octetsMax: number,
  ) {
    this.#object = object;
    this.#stored = before;
  }

  hear(message: SyncmlMessage): PartsHeard {
    const commands = message.commands.map((command) => this.#hear(command));
    if (!this.#hasPart) this.#interrupt();
    const object = this.#object;
    const isPending = object !== undefined && object.refused === undefined;
    return {
      message: { ...message, commands, final: message.final && !isPending },
      statuses: this.#statuses,
      object: message.final && !isPending ? undefined : object,
      interrupted: this.#interrupted,
      effects: this.#effects,
      hasProgress: this.#hasProgress,
    };
  }

  #hear(command: Command): Command {
    if (isBesideParts(command)) return command;
    if (!isPartCommand(command)) {
      this.#interrupt();
      return command;
    }
    this.#status = undefined;
    const items: Item[] = [];
    for (const item of command.items) {
      const whole = this.#hearItem(command, item);
      if (whole) items.push(whole);
    }
    if (command.items.length === 0) this.#interrupt();
    const heard = { ...command, items };
    if (this.#status !== undefined) this.#statuses.set(heard, this.#status);
    if (this.#status === STATUS.partAccepted) this.#command = heard;
    return heard;
  }

  /** The item, whole; null while it is not, or when it is refused. */
  #hearItem(command: PartCommand, item: Item): Item | null {
    const object = this.#object;
    const isNext = object !== undefined && isPartOf(object, command, item);
    if (!isNext) this.#interrupt();
    if (!isNext && !item.moreData) return this.#isTail(command, item) ? null : item;
    this.#hasPart = true;
    if (!item.moreData) return object ? this.#last(object, item) : item;
    this.#more(isNext ? object : this.#begin(command, item), item);
    return null;
  }

  /** The last part of a refused object, from a device that names the size in every part. */
  #isTail(command: PartCommand, item: Item): boolean {
    const refused = this.#object?.refused;
    const size = sizeOf(command, item);
    if (refused === undefined || size === undefined || partOctets(item, true).length >= size) return false;
    this.#status = refused;
    return true;
  }

  #begin(command: PartCommand, item: Item): OpenObject {
    this.#fresh = [];
    this.#stored = new Uint8Array();
    const uri = keptText(uriOf(item), URI_CHARACTERS_KEPT_MAX);
    const cmdRef = cmdRefOf(command);
    const size = sizeOf(command, item);
    const commandMeta = "meta" in command ? command.meta : undefined;
    const format = keptText(item.meta?.format ?? commandMeta?.format, FORMAT_CHARACTERS_KEPT_MAX);
    const type = keptText(item.meta?.type ?? commandMeta?.type, TYPE_CHARACTERS_KEPT_MAX);
    return {
      name: command.name as OpenObject["name"],
      ...(cmdRef !== undefined && { cmdRef }),
      ...(uri !== undefined && { uri }),
      ...(format !== undefined && { format }),
      ...(type !== undefined && { type }),
      ...(size !== undefined && { size }),
      parts: 0,
      octets: 0,
    };
  }

  #more(object: OpenObject, item: Item): void {
    const octets = partOctets(item, true);
    const total = object.octets + octets.length;
    const isTooLarge = Math.max(total, object.size ?? 0) > this.octetsMax;
    const refusal = object.refused ?? (isTooLarge ? STATUS.entityTooLarge : this.#sumRefusal(object, total));
    if (refusal !== null) {
      this.#refuse(object, refusal);
      return;
    }
    this.#effects.push({ kind: "part", n: object.parts, octets });
    this.#fresh.push(octets);
    this.#object = { ...object, parts: object.parts + 1, octets: total };
    this.#status = STATUS.partAccepted;
    this.#hasProgress ||= octets.length > 0;
  }

  /** More than was announced can never add up. */
  #sumRefusal({ size }: OpenObject, total: number): number | null {
    return size !== undefined && total > size ? STATUS.sizeMismatch : null;
  }

  #last(object: OpenObject, item: Item): Item | null {
    this.#object = undefined;
    if (object.refused !== undefined) {
      this.#status = object.refused;
      return null;
    }
    const withNuls = partOctets(item, true);
    const isWithNuls = object.size === object.octets + withNuls.length;
    const octets = isWithNuls ? withNuls : partOctets(item, false);
    const total = object.octets + octets.length;
    const { trailingNuls: _counted, ...whole } = item;
    const meta = { ...described(object), ...item.meta };
    // In XML octets come as text, in base64.
    const mayBeText = !(item.data instanceof Uint8Array && meta.format?.toLowerCase() === OCTETS_FORMAT);
    const joined = this.#stored && joinObject([this.#stored, ...this.#fresh, octets], total, mayBeText);
    if (total > this.octetsMax) this.#status = STATUS.entityTooLarge;
    else if (joined === null || (object.size !== undefined && object.size !== total))
      this.#status = STATUS.sizeMismatch;
    if (this.#status !== undefined || joined === null) {
      if (object.parts > 0) this.#effects.push({ kind: "parts_over" });
      return null;
    }
    this.#hasProgress = true;
    const isText = typeof joined === "string";
    const tree = !isText && meta.type?.toLowerCase() === TNDS_TYPE_WBXML ? readTreeText(joined) : null;
    if (tree !== null) {
      this.#effects.push({ kind: "parts_over" });
      return { ...whole, meta: { ...meta, type: TNDS_TYPE }, data: tree };
    }
    const end = Buffer.concat([...this.#fresh, octets]);
    this.#effects.push({ kind: "parts_over", whole: { value: isText ? joined : encodeBase64(joined), isText, end } });
    return { ...whole, meta, data: joined };
  }

  /** Its parts are refused until it is begun again. */
  #refuse(object: OpenObject, refused: number): void {
    if (object.refused === undefined && object.parts > 0) this.#effects.push({ kind: "parts_over" });
    this.#object = { ...object, parts: 0, octets: 0, refused };
    this.#status = refused;
  }

  /** Something else came before the last part. */
  #interrupt(): void {
    const object = this.#object;
    if (object === undefined || object.refused !== undefined) return;
    const status = this.#status;
    this.#refuse(object, STATUS.sizeMismatch);
    this.#status = status;
    if (this.#command) this.#statuses.set(this.#command, STATUS.sizeMismatch);
    this.#command = null;
    this.#interrupted.push(object.uri === undefined ? {} : { uri: object.uri });
  }
}

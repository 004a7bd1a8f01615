import type { Item, ItemData, ItemsCommand } from "../server/oma-dm/syncml";

interface OpenObject {
  readonly uri: string;
  readonly command: string;
  /** Octets or characters of the whole as carried; null: the first part does not say. */
  readonly size: number | null;
  readonly parts: Buffer[];
  /** As carried, so far. */
  carried: number;
}

/** A part that is put aside or refused, or an item that is whole. */
type TakenPart = { readonly status: number } | { readonly item: Item };

const STATUS = { partTaken: 213, tooLarge: 413, sizeMismatch: 424 } as const;

/**
 * Puts the parts of a server's large object together [OMA-TS-DM_Protocol 1.2.1, large objects]: one at a time, in a row.
 * Another item before the last part drops what there is.
 */
export class IncomingObject {
  #open: OpenObject | null = null;

  constructor(private readonly octetsMax: number) {}

  take({ name, meta }: ItemsCommand, item: Item): TakenPart {
    const uri = item.target?.locUri ?? "";
    const open = this.#open?.uri === uri && this.#open.command === name ? this.#open : null;
    if (!item.moreData && !open) {
      this.#open = null;
      return { item };
    }
    const size = item.meta?.size ?? meta?.size ?? null;
    const object = open ?? { uri, command: name, size, parts: [], carried: 0 };
    this.#open = object;
    if (isText(item)) object.carried += Buffer.byteLength(`${item.data ?? ""}`);
    else object.carried += item.data?.length ?? 0;
    object.parts.push(octetsOf(item));
    if (Math.max(object.carried, object.size ?? 0) > this.octetsMax) return this.#refuse(STATUS.tooLarge);
    if (item.moreData) return { status: STATUS.partTaken };
    this.#open = null;
    if (object.size !== null && object.size !== object.carried) return this.#refuse(STATUS.sizeMismatch);
    const whole = Buffer.concat(object.parts);
    return { item: { ...item, data: isBase64(item) ? whole.toString("base64") : dataOf(item, whole) } };
  }

  #refuse(status: number): TakenPart {
    this.#open = null;
    return { status };
  }
}

function isText({ data }: Item): boolean {
  return data === undefined || typeof data === "string";
}

function isBase64({ meta }: Item): boolean {
  return meta?.format?.toLowerCase() === "b64";
}

/** Each part of base64 is whole groups of it. */
function octetsOf(item: Item): Buffer {
  const { data = "" } = item;
  if (typeof data !== "string") return Buffer.from(data);
  return Buffer.from(data, isBase64(item) ? "base64" : "utf8");
}

function dataOf({ meta }: Item, whole: Buffer): ItemData {
  return meta?.format?.toLowerCase() === "bin" ? whole : whole.toString("utf8");
}

import type { FilterInstant, FilterOrder, FilterTest, FilterTree } from "../filter-tree";

/** What a filter is asked about, in plain values: an account of the filter's meaning that owes nothing to SQL. */
export interface PlainDevice {
  readonly facts: Readonly<Record<string, string | null>>;
  readonly tags: readonly string[];
  readonly contact: string;
  readonly lastContact: Date | null;
  readonly registeredAt: Date;
  readonly nodes: ReadonlyMap<string, string>;
}

export function passesFilter(device: PlainDevice, tree: FilterTree, now: Date): boolean {
  switch (tree.kind) {
    case "and":
      return tree.items.every((item) => passesFilter(device, item, now));
    case "or":
      return tree.items.some((item) => passesFilter(device, item, now));
    case "not":
      return !passesFilter(device, tree.item, now);
    case "compare": {
      const { field, test } = tree;
      switch (field.kind) {
        case "fact":
          return passesText(device.facts[field.name] ?? null, test);
        case "contact":
          return passesText(device.contact, test);
        case "tag":
          return device.tags.some((tag) => passesText(tag, test));
        case "node":
          return passesText(device.nodes.get(field.uri) ?? null, test);
        case "instant":
          return passesInstant(field.name === "lastContact" ? device.lastContact : device.registeredAt, test, now);
      }
    }
  }
}

function passesText(value: string | null, test: FilterTest): boolean {
  if (value === null) return false;
  switch (test.kind) {
    case "one_of":
      return test.values.includes(value);
    case "begins":
      return value.startsWith(test.text);
    case "ends":
      return value.endsWith(test.text);
    case "order":
      return holds(compareNaturally(value, test.value), test.order);
    case "instant":
      return false;
  }
}

function passesInstant(value: Date | null, test: FilterTest, now: Date): boolean {
  return value !== null && test.kind === "instant" && holds(value.getTime() - timeOf(test.value, now), test.order);
}

function timeOf(instant: FilterInstant, now: Date): number {
  return "at" in instant ? Date.parse(instant.at) : now.getTime() - instant.secondsAgo * 1_000;
}

function holds(sign: number, order: FilterOrder): boolean {
  switch (order) {
    case "<":
      return sign < 0;
    case "<=":
      return sign <= 0;
    case ">":
      return sign > 0;
    case ">=":
      return sign >= 0;
  }
}

/** Runs of digits as numbers, everything else character by character, a digit before another character as 0. */
function compareNaturally(one: string, other: string): number {
  const [left, right] = [piecesOf(one), piecesOf(other)];
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const [a, b] = [left[i], right[i]];
    if (a === undefined || b === undefined) return a === undefined ? -1 : 1;
    const bothNumbers = typeof a === "bigint" && typeof b === "bigint";
    const [x, y] = bothNumbers ? [a, b] : [codeOf(a), codeOf(b)];
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}

function piecesOf(text: string): (bigint | string)[] {
  return (text.match(/[0-9]+|[^0-9]/gu) ?? []).map((piece) => (/^[0-9]/.test(piece) ? BigInt(piece) : piece));
}

function codeOf(piece: bigint | string): number {
  return typeof piece === "bigint" ? 48 : (piece.codePointAt(0) ?? 0);
}

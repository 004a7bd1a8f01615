import { isDone, type Plan, type Reading, readingOf, together } from "../../plans";

/** Nodes below a node whose Type is asked for: a device has a dozen. */
const CHILDREN_MAX = 40;
/** Standard objects, which are none of those that are looked for. */
const STANDARD: ReadonlySet<string> = new Set(["DevInfo", "DevDetail", "DMAcc", "Inbox", "SyncML"]);

/** Which management object is looked for. */
export interface ObjectSearch {
  /** Whether a Type property names it. */
  isId(type: string): boolean;
  /** Where it is on devices that do not tell by its id, most likely first. */
  readonly roots: readonly string[];
  /** Names of which one instance has at least one below its root. */
  readonly has: readonly string[];
}

export interface ObjectPlace {
  readonly root: string;
  /** Names below the root; null where the device does not list them. */
  readonly names: readonly string[] | null;
}

/**
 * Finds a management object, which has no fixed place: by its id in the property Type, at the top or one level below a node
 * that is known to hold such objects; else in the places that are usual. Those that list what the object has come first.
 * `top` is the device's answer to a Get of the root; `named` the only place that counts.
 */
export function* findObjects(
  top: Reading,
  search: ObjectSearch,
  named: string | undefined,
): Plan<readonly ObjectPlace[]> {
  if (named !== undefined) return yield* placesAt([named], search, true);
  const names = namesIn(top);
  const byId = yield* rootsById(names ?? [], search);
  if (byId.length > 0) return yield* placesAt(byId, search, true);
  const usual = search.roots.filter((root) => names === null || names.includes(topNameOf(root)));
  return yield* placesAt(usual, search, false);
}

function* rootsById(names: readonly string[], search: ObjectSearch): Plan<readonly string[]> {
  const asked = names.filter((name) => !STANDARD.has(name)).slice(0, CHILDREN_MAX);
  const holders = new Set(search.roots.map(topNameOf));
  const held = asked.filter((name) => holders.has(name));
  const answers = yield* together([
    ...asked.map((name) => ({ name: "Get" as const, uri: `./${name}?prop=Type` })),
    ...held.map((name) => ({ name: "Get" as const, uri: `./${name}` })),
  ]);
  const readings = answers.map(readingOf);
  const found = idsIn(readings.slice(0, asked.length), search);
  if (found.length > 0) return found;
  const below = readings
    .slice(asked.length)
    .flatMap((reading) => (namesIn(reading) ?? []).map((name) => `${reading.command.uri}/${name}`))
    .slice(0, CHILDREN_MAX);
  const types = yield* together(below.map((uri) => ({ name: "Get", uri: `${uri}?prop=Type` })));
  return idsIn(types.map(readingOf), search);
}

function idsIn(types: readonly Reading[], { isId }: ObjectSearch): string[] {
  return types.flatMap(({ status, node, command }) =>
    isDone(status) && node && isId(node.value) ? [command.uri.slice(0, command.uri.indexOf("?"))] : [],
  );
}

/** Where it is `sure` that it is one, also where its names are not listed. A node that is not there is none. */
function* placesAt(roots: readonly string[], { has }: ObjectSearch, sure: boolean): Plan<readonly ObjectPlace[]> {
  const answers = yield* together(roots.map((uri) => ({ name: "Get", uri })));
  const places = answers.map(readingOf).flatMap((reading) => {
    const names = namesIn(reading);
    const isOne = names ? has.some((name) => names.includes(name)) : sure && reading.status !== 404;
    return isOne ? [{ root: reading.command.uri, names }] : [];
  });
  return [...places.filter(({ names }) => names !== null), ...places.filter(({ names }) => names === null)];
}

/** The children that an interior node names; null where it was not given, or names none. */
export function namesIn({ status, node }: Reading): readonly string[] | null {
  if (!isDone(status) || node?.format.toLowerCase() !== "node") return null;
  const names = node.value.split("/").filter((name) => name !== "" && name !== "." && name !== "..");
  return names.length > 0 ? names : null;
}

function topNameOf(root: string): string {
  return root.split("/")[1] ?? "";
}

import { type FirmwareProfile, FUMO_NODES, isFumoId } from "../../../../oma-dm";
import { isDone, type Plan, type Reading, readingOf, together } from "../../plans";

/** Nodes below a node whose Type is asked for: a device has a dozen. */
const CHILDREN_MAX = 40;
/** Standard objects, which are none of these. */
const STANDARD: ReadonlySet<string> = new Set(["DevInfo", "DevDetail", "DMAcc", "Inbox", "SyncML"]);

export interface FirmwareObject {
  readonly root: string;
  /** Names below the root; null where the device does not list them. */
  readonly nodes: readonly string[] | null;
}

/**
 * Finds the device's Firmware Update Management Object, which has no fixed place: by its id in the property Type, at the
 * top or one level below a node that is known to hold such objects; else where the devices of its family have it; else in
 * the places that are usual. null: it has none. `top` is the device's answer to a Get of the root.
 */
export function* findFirmwareObject(
  top: Reading,
  profile: FirmwareProfile,
  named: string | undefined,
): Plan<FirmwareObject | null> {
  if (named !== undefined) return yield* firstOf([named], true);
  const names = namesIn(top);
  const byId = yield* rootsById(names ?? [], profile);
  if (byId.length > 0) return yield* firstOf(byId, true);
  const usual = profile.roots.filter((root) => names === null || names.includes(topNameOf(root)));
  return yield* firstOf(usual, false);
}

function* rootsById(names: readonly string[], profile: FirmwareProfile): Plan<readonly string[]> {
  const asked = names.filter((name) => !STANDARD.has(name)).slice(0, CHILDREN_MAX);
  const holders = new Set(profile.roots.map(topNameOf));
  const held = asked.filter((name) => holders.has(name));
  const answers = yield* together([
    ...asked.map((name) => ({ name: "Get" as const, uri: `./${name}?prop=Type` })),
    ...held.map((name) => ({ name: "Get" as const, uri: `./${name}` })),
  ]);
  const readings = answers.map(readingOf);
  const found = idsIn(readings.slice(0, asked.length));
  if (found.length > 0) return found;
  const below = readings
    .slice(asked.length)
    .flatMap((reading) => (namesIn(reading) ?? []).map((name) => `${reading.command.uri}/${name}`))
    .slice(0, CHILDREN_MAX);
  const types = yield* together(below.map((uri) => ({ name: "Get", uri: `${uri}?prop=Type` })));
  return idsIn(types.map(readingOf));
}

function idsIn(types: readonly Reading[]): string[] {
  return types.flatMap(({ status, node, command }) =>
    isDone(status) && node && isFumoId(node.value) ? [command.uri.slice(0, command.uri.indexOf("?"))] : [],
  );
}

/** The first place that has what the object has. Where it is `sure` that it is one, also where its nodes are not listed. */
function* firstOf(roots: readonly string[], sure: boolean): Plan<FirmwareObject | null> {
  const answers = yield* together(roots.map((uri) => ({ name: "Get", uri })));
  const readings = answers.map(readingOf);
  for (const reading of readings) {
    const nodes = namesIn(reading);
    if (nodes && OPERATIONS.some((name) => nodes.includes(name))) return { root: reading.command.uri, nodes };
  }
  const [first] = readings;
  // A node that is not there is none, whatever was said of it.
  const unlisted = sure && first && first.status !== 404 && !namesIn(first) ? first : null;
  return unlisted && { root: unlisted.command.uri, nodes: null };
}

const OPERATIONS = [FUMO_NODES.download, FUMO_NODES.update, FUMO_NODES.downloadAndUpdate] as const;

/** The children that an interior node names; null where it was not given, or names none. */
function namesIn({ status, node }: Reading): readonly string[] | null {
  if (!isDone(status) || node?.format.toLowerCase() !== "node") return null;
  const names = node.value.split("/").filter((name) => name !== "" && name !== "." && name !== "..");
  return names.length > 0 ? names : null;
}

function topNameOf(root: string): string {
  return root.split("/")[1] ?? "";
}

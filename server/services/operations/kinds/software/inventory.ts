import { nodeName, SOFTWARE_LISTS, type SoftwareList, softwareFacts } from "../../../../oma-dm";
import { isDone, type Plan, type Reading, readingOf, together } from "../../plans";
import { namesIn } from "../objects/find-objects";
import { textOf } from "../objects/leaf-text";
import type { SoftwareItem } from "./parameters";

/** Packages or components of one object that are read. */
const ITEMS_MAX = 200;
/** Gets in one step. */
const GETS_PER_STEP_MAX = 1_000;

const OPERATIONS = "Operations";

interface Bounds {
  /** Seconds after which a device that does not come counts as one that gives nothing. */
  readonly within?: number;
}

interface ListReading {
  readonly items: readonly SoftwareItem[];
  /** The device gave the list; what is not in it is not there. */
  readonly listed: boolean;
  /** There are more than are read. */
  readonly truncated: boolean;
}

/** Reads one list of an inventory, in the order in which the device names what is in it. */
export function* readList(root: string, list: SoftwareList, bounds: Bounds = {}): Plan<ListReading> {
  const uri = `${root}/${SOFTWARE_LISTS[list].node}`;
  const [answer] = yield* together([{ name: "Get", uri }], bounds);
  const reading = answer && readingOf(answer);
  const listed = reading !== undefined && isDone(reading.status) && reading.node?.format.toLowerCase() === "node";
  const names = (listed && namesIn(reading)) || [];
  const uris = [...new Set(names)].slice(0, ITEMS_MAX).map((name) => `${uri}/${name}`);
  const items = yield* readItems(uris, list, bounds);
  return { items, listed, truncated: names.length > ITEMS_MAX };
}

/** Reads one package or component; `isGone`: the device says that there is none. */
export function* readItem(
  uri: string,
  list: SoftwareList,
  bounds: Bounds,
): Plan<{ readonly item: SoftwareItem; readonly isGone: boolean }> {
  const [answer] = yield* together([{ name: "Get", uri }], bounds);
  const [item = emptyItem(uri)] = answer?.status === 404 ? [] : yield* readItems([uri], list, bounds);
  return { item, isGone: answer?.status === 404 };
}

/** The item of that id, or whose node has that name. Ids come first. */
export function itemNamed(items: readonly SoftwareItem[], name: string): SoftwareItem | null {
  return items.find((item) => idOf(item) === name) ?? items.find(({ uri }) => nodeName(uri) === name) ?? null;
}

function idOf({ componentId, packageId }: SoftwareItem): string | null {
  return componentId ?? packageId;
}

function* readItems(uris: readonly string[], list: SoftwareList, bounds: Bounds): Plan<readonly SoftwareItem[]> {
  const names = [...Object.values(SOFTWARE_LISTS[list].leaves), OPERATIONS];
  const wanted = uris.flatMap((uri) => names.map((name) => `${uri}/${name}`));
  const byUri = new Map<string, Reading>();
  for (let at = 0; at < wanted.length; at += GETS_PER_STEP_MAX) {
    const gets = wanted.slice(at, at + GETS_PER_STEP_MAX).map((uri) => ({ name: "Get" as const, uri }));
    for (const answer of yield* together(gets, bounds)) byUri.set(answer.command.uri, readingOf(answer));
  }
  return uris.map((uri) => itemOf(uri, list, (leaf) => byUri.get(`${uri}/${leaf}`)));
}

function itemOf(uri: string, list: SoftwareList, readingAt: (leaf: string) => Reading | undefined): SoftwareItem {
  const operations = readingAt(OPERATIONS);
  const names = operations ? namesIn(operations) : null;
  const facts = softwareFacts(list, (leaf) => textOf(readingAt(leaf)));
  return { uri, ...facts, operations: names && [...names] };
}

function emptyItem(uri: string): SoftwareItem {
  return itemOf(uri, "deployed", () => undefined);
}

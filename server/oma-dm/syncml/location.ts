import type { Element } from "../element";
import { canonicalUri } from "../tree";
import { LOC_URI_OCTETS_MAX } from "./limits";
import type { Location } from "./message";
import { childrenOf, isChildren, type Reading, textOf } from "./reading";
import { syncml } from "./writing";

/**
 * Target or Source of an item: a node's address. Undefined when it is empty, and when it names no node, which is a
 * problem of the command.
 */
export function readNodeLocation(element: Element, cmdId: string, reading: Reading): Location | undefined {
  const location = readParts(element);
  if (location.locUri === "" || canonicalUri(location.locUri) !== null) return location.locUri ? location : undefined;
  reading.note("bad_uri", cmdId, location.locUri.slice(0, LOC_URI_OCTETS_MAX));
  return undefined;
}

/** Target or Source of the header: a URL or a device's id. Its LocURI is "" when it is missing or unusable. */
export function readPeerLocation(element: Element, reading: Reading): Location {
  const location = readParts(element);
  const isTooLong =
    location.locUri.length > LOC_URI_OCTETS_MAX || Buffer.byteLength(location.locUri) > LOC_URI_OCTETS_MAX;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here.
  if (!isTooLong && !/[\x00-\x1f\x7f]/.test(location.locUri)) return location;
  reading.note("bad_uri", "0", `SyncHdr/${element.name}`);
  return { locUri: "" };
}

/** Some clients write the address straight into Target or Source, without LocURI. */
function readParts(element: Element): Location {
  if (!isChildren(element.content)) return { locUri: textOf(element) };
  let locUri = "";
  let locName: string | undefined;
  for (const child of childrenOf(element)) {
    if (child.name === "LocURI") locUri = textOf(child);
    else if (child.name === "LocName") locName = textOf(child);
  }
  return locName === undefined ? { locUri } : { locUri, locName };
}

export function writeLocation(name: "Target" | "Source", location: Location): Element {
  const locUri = syncml("LocURI", location.locUri);
  return syncml(name, location.locName === undefined ? [locUri] : [locUri, syncml("LocName", location.locName)]);
}

import { OCTETS_FORMAT } from "../meta-words";
import { encodeBase64 } from "../security";
import type { Item, ItemData, Meta } from "../syncml";
import { canonicalUri } from "../tree";
import type { GenericAlert, NodeReading } from "./work";

const DEFAULT_FORMAT = "chr";

/**
 * What one Item of a Results says of a node; null when it names none, not even by `uriOfCommand`. Meta of the item
 * overrides that of the command child by child.
 */
export function readNode(item: Item, meta: Meta | undefined, uriOfCommand: string | null): NodeReading | null {
  const named = item.source?.locUri ?? item.target?.locUri;
  const uri = named === undefined ? uriOfCommand : canonicalUri(named);
  if (uri === null) return null;
  const type = item.meta?.type ?? meta?.type;
  const { value, format } = readValue(item.data, item.meta?.format ?? meta?.format);
  return type
    ? { uri, format: format ?? DEFAULT_FORMAT, type, value }
    : { uri, format: format ?? DEFAULT_FORMAT, value };
}

/** The formal syntax of the type has one of these in front; most clients leave it out [OMA-TS-DM_Protocol 1.2.1]. */
const TYPE_PREFIX = /^\s*(?:Reversed-Domain-Name|Content-Type)\s*:\s*/i;

/** What one Item of an alert 1224 or 1226 says. */
export function readAlertItem(item: Item, correlator: string | undefined): GenericAlert {
  const { value: data, format } = readValue(item.data, item.meta?.format);
  const named = item.source?.locUri ?? item.target?.locUri;
  const source = named === undefined ? null : canonicalUri(named);
  const mark = item.meta?.mark;
  return {
    type: (item.meta?.type ?? "").replace(TYPE_PREFIX, ""),
    ...(format && { format }),
    ...(mark && { mark: mark.toLowerCase() }),
    ...(correlator && { correlator }),
    ...(source !== null && { source }),
    data,
  };
}

function readValue(
  data: ItemData | undefined,
  format: string | undefined,
): { readonly value: string; readonly format: string | undefined } {
  if (data === undefined || typeof data === "string") return { value: data ?? "", format: format?.toLowerCase() };
  return { value: encodeBase64(data), format: OCTETS_FORMAT };
}

import { findProperty, NODE_PROPERTIES, type NodeProperty } from "./node-properties";
import { canonicalUri } from "./uri";

/** What a serialised tree can be asked to carry of each node. */
export type TndsPart = NodeProperty | "Value";
export const TNDS_PARTS: readonly TndsPart[] = [...(Object.keys(NODE_PROPERTIES) as NodeProperty[]), "Value"];

/** Which parts: only these, all but these, or (null) what the device likes. */
export type TndsSelection = { readonly only: readonly TndsPart[] } | { readonly without: readonly TndsPart[] } | null;

export type NodeQuery =
  | { readonly kind: "property"; readonly property: NodeProperty }
  | { readonly kind: "list"; readonly attribute: "Struct" | "StructData" }
  | { readonly kind: "list"; readonly attribute: "TNDS"; readonly selection: TndsSelection };

/** Where a command points: a node, a property of it, or the tree below it. */
export interface NodeAddress {
  /** Canonical, without a query. */
  readonly uri: string;
  readonly query: NodeQuery | null;
}

/**
 * Reads `./A/B`, `./A/B?prop=ACL` and `./A/B?list=TNDS+Value`. Names of properties and attributes are taken in any
 * letter case. Null for what names no node, an unknown property or attribute, any other query, and for `+` and `-`
 * mixed in a selection. Source: OMA-TS-DM_TND 1.2.1, addressing.
 */
export function parseNodeAddress(text: string): NodeAddress | null {
  const canonical = canonicalUri(text);
  if (canonical === null) return null;
  const at = canonical.indexOf("?");
  if (at < 0) return { uri: canonical, query: null };
  const query = parseQuery(canonical.slice(at + 1));
  return query && { uri: canonical.slice(0, at), query };
}

/** The one way to write an address; reading it gives the same address. */
export function writeNodeAddress({ uri, query }: NodeAddress): string {
  if (query === null) return uri;
  if (query.kind === "property") return `${uri}?prop=${query.property}`;
  return `${uri}?list=${query.attribute}${query.attribute === "TNDS" ? writeSelection(query.selection) : ""}`;
}

/** The parts that a selection leaves. A name is in the tree in any case, so it is left out where nobody asks for it. */
export function selectedParts(selection: TndsSelection): ReadonlySet<TndsPart> {
  if (selection === null) return new Set(TNDS_PARTS.filter((part) => part !== "Name"));
  if ("only" in selection) return new Set(selection.only);
  return new Set(TNDS_PARTS.filter((part) => !selection.without.includes(part)));
}

function parseQuery(query: string): NodeQuery | null {
  const [, key = "", value = ""] = /^(prop|list)=([A-Za-z+-]+)$/.exec(query) ?? [];
  if (key === "") return null;
  if (key === "prop") {
    const property = findProperty(value);
    return property && { kind: "property", property };
  }
  switch (value.toLowerCase()) {
    case "struct":
      return { kind: "list", attribute: "Struct" };
    case "structdata":
      return { kind: "list", attribute: "StructData" };
    default:
      return parseTndsQuery(value);
  }
}

function parseTndsQuery(value: string): NodeQuery | null {
  const match = /^tnds((?:\+[A-Za-z]+)*|(?:-[A-Za-z]+)*)$/i.exec(value);
  if (!match) return null;
  const [, signed = ""] = match;
  if (signed === "") return { kind: "list", attribute: "TNDS", selection: null };
  const named = signed
    .slice(1)
    .split(signed.charAt(0))
    .map((name) => TNDS_PARTS.find((part) => part.toLowerCase() === name.toLowerCase()));
  if (named.includes(undefined)) return null;
  const parts = TNDS_PARTS.filter((part) => named.includes(part));
  const selection = signed.startsWith("+") ? { only: parts } : { without: parts };
  return { kind: "list", attribute: "TNDS", selection };
}

function writeSelection(selection: TndsSelection): string {
  if (selection === null) return "";
  const [sign, parts] = "only" in selection ? ["+", selection.only] : ["-", selection.without];
  return parts.map((part) => sign + part).join("");
}

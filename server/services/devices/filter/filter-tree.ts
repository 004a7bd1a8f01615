/** What a device is asked about. */
export type FilterField =
  | { readonly kind: "fact"; readonly name: FactName }
  | { readonly kind: "instant"; readonly name: "lastContact" | "registeredAt" }
  | { readonly kind: "tag" }
  | { readonly kind: "contact" }
  /** A leaf of the tree as it was last read, by its canonical URI. */
  | { readonly kind: "node"; readonly uri: string };

export const FACT_NAMES = [
  "devId",
  "manufacturer",
  "model",
  "firmware",
  "software",
  "hardware",
  "msisdn",
  "imsi",
  "timeZone",
] as const;
export type FactName = (typeof FACT_NAMES)[number];

export type FilterOrder = "<" | "<=" | ">" | ">=";

/** A point in time, or so many seconds before the moment at which the filter is asked. */
export type FilterInstant = { readonly at: string } | { readonly secondsAgo: number };

/** What has to be so of the field's value. A value that is not known passes no test. */
export type FilterTest =
  | { readonly kind: "one_of"; readonly values: readonly string[] }
  | { readonly kind: "order"; readonly order: FilterOrder; readonly value: string }
  | { readonly kind: "instant"; readonly order: FilterOrder; readonly value: FilterInstant }
  | { readonly kind: "begins" | "ends"; readonly text: string };

/**
 * A filter as it is meant. `not` is the true opposite: a device passes either a filter or its opposite, also where it
 * has no value. `!=` is the opposite of `=`.
 */
export type FilterTree =
  | { readonly kind: "and" | "or"; readonly items: readonly FilterTree[] }
  | { readonly kind: "not"; readonly item: FilterTree }
  | { readonly kind: "compare"; readonly field: FilterField; readonly test: FilterTest };

/** Whether a filter says anything about the state of contact: only then are retired devices among what it finds. */
export function asksForContact(tree: FilterTree): boolean {
  switch (tree.kind) {
    case "compare":
      return tree.field.kind === "contact";
    case "not":
      return asksForContact(tree.item);
    default:
      return tree.items.some(asksForContact);
  }
}

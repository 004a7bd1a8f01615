import { canonicalUri, isSecretLeaf } from "../../../oma-dm";
import { FilterError } from "./filter-error";
import { FACT_NAMES, type FilterField } from "./filter-tree";
import type { Token } from "./read-tokens";

const NAMES = [...FACT_NAMES, "tag", "contact", "lastContact", "registeredAt"];

/** The field of a name; `uri` is what stands in the parentheses of `node(...)`. Throws FilterError. */
export function readField(name: Token, uri: Token | null): FilterField {
  if (uri) return readNode(uri);
  const fact = FACT_NAMES.find((known) => known === name.text);
  if (fact) return { kind: "fact", name: fact };
  switch (name.text) {
    case "tag":
    case "contact":
      return { kind: name.text };
    case "lastContact":
    case "registeredAt":
      return { kind: "instant", name: name.text };
    default:
      throw new FilterError(
        name.column,
        `There is no field of this name. Fields are ${NAMES.join(", ")}, node("./…").`,
      );
  }
}

function readNode(uri: Token): FilterField {
  const canonical = canonicalUri(uri.text);
  if (canonical === null || canonical.includes("?")) {
    throw new FilterError(uri.column, "This is no node's URI: one looks like ./DevDetail/FwV.");
  }
  // Whoever may compare a secret often enough knows it.
  if (isSecretLeaf(canonical)) throw new FilterError(uri.column, "This node holds a secret and is not compared.");
  return { kind: "node", uri: canonical };
}

import { z } from "zod";

const URI_CHARACTERS_MAX = 1_024;
/** No `/`, nothing that begins a query, no blank and no control character; and not `.` or `..`. */
const SEGMENT = "(?!\\.{1,2}(?:[/?]|$))[^/?#\\s\\p{Cc}]+";
const NODE = `(?:\\.|(?:\\./)?${SEGMENT}(?:/${SEGMENT})*)`;

/**
 * The URI of a node, brought into the canonical form `./A/B` (`A/B` is the same node; no trailing slash, no `..`).
 * Source: OMA-TS-DM_TND 1.2.1, addressing.
 */
export const NodeUri = z
  .string()
  .max(URI_CHARACTERS_MAX)
  .regex(new RegExp(`^${NODE}$`, "u"), {
    message: "A node's URI looks like ./DevDetail/FwV: no slash at its end, no '..', no blanks.",
  })
  .overwrite(canonical);

/** As `NodeUri`, and a property of a node: `./A/B?prop=ACL`. */
export const NodeOrPropertyUri = z
  .string()
  .max(URI_CHARACTERS_MAX)
  .regex(new RegExp(`^${NODE}(?:\\?prop=[A-Za-z]{1,16})?$`, "u"), {
    message: "A node's URI looks like ./DevDetail/FwV or ./DevDetail/FwV?prop=ACL: no slash at its end, no '..'.",
  })
  .overwrite(canonical);

function canonical(uri: string): string {
  return uri === "." || uri.startsWith("./") || uri.startsWith(".?") ? uri : `./${uri}`;
}

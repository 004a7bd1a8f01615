import { z } from "zod";
import { NODE_PROPERTIES, parseNodeAddress, writeNodeAddress } from "../../../oma-dm";

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

/** As `NodeUri`, and a property that a server may write. */
export const WritableUri = NodeOrPropertyUri.refine(isWritable, {
  message: "Of the properties of a node ACL, Name and Title can be written.",
}).overwrite(canonicalAddress);

/**
 * What a Get may ask for: a node, a property of it, or what is below it (`./A?list=TNDS+Value`). Not `?list=Struct`: it
 * gives nodes without their values, and what is known of those would be lost.
 */
export const ReadableAddress = z
  .string()
  .max(URI_CHARACTERS_MAX)
  .refine(isReadable, { message: "An address looks like ./A/B, ./A/B?prop=ACL, ./A?list=StructData or ./A?list=TNDS." })
  .overwrite(canonicalAddress);

function isReadable(text: string): boolean {
  const address = parseNodeAddress(text);
  return address !== null && !(address.query?.kind === "list" && address.query.attribute === "Struct");
}

function isWritable(uri: string): boolean {
  const query = parseNodeAddress(uri)?.query;
  return query === null || (query?.kind === "property" && NODE_PROPERTIES[query.property].writable);
}

function canonicalAddress(uri: string): string {
  const address = parseNodeAddress(uri);
  return address ? writeNodeAddress(address) : uri;
}

function canonical(uri: string): string {
  return uri === "." || uri.startsWith("./") || uri.startsWith(".?") ? uri : `./${uri}`;
}

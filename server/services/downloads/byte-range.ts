/** Octets of a content, from the first one up to the one behind the last; or that the header asks for none there are. */
export type ByteRange = { readonly from: number; readonly to: number } | "unsatisfiable";

/** One range in octets; more digits than a safe integer has are none of ours. */
const SINGLE = /^bytes=\s*(\d{0,15})\s*-\s*(\d{0,15})\s*$/i;

/**
 * What a Range header asks for; null: the whole. Several ranges are answered whole, as is anything that is no range of
 * octets: a server may ignore the header, and a device that gets 200 begins anew [RFC 9110, 14.2].
 */
export function byteRange(header: string | undefined, size: number): ByteRange | null {
  const [, first, last] = SINGLE.exec(header ?? "") ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return null;
  if (first === "") {
    const octets = Math.min(Number(last), size);
    return octets === 0 ? "unsatisfiable" : { from: size - octets, to: size };
  }
  if (last !== "" && Number(last) < Number(first)) return null;
  if (Number(first) >= size) return "unsatisfiable";
  return { from: Number(first), to: last === "" ? size : Math.min(Number(last) + 1, size) };
}

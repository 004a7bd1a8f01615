import { z } from "zod";
import { decodeBase64 } from "../../../oma-dm";

/** Octets of UTF-8; what is larger is content, and content is not sent as a parameter. */
const VALUE_OCTETS_MAX = 65_536;

/** A value as it is written on the wire; base64 where the format is `bin` or `b64`. */
export const NodeText = z.string().refine((text) => Buffer.byteLength(text) <= VALUE_OCTETS_MAX, {
  message: `A value has at most ${VALUE_OCTETS_MAX} octets.`,
});

/** Formats of a leaf [OMA-TS-DM_TND 1.2.1, Format]; `node` is not among them: an interior node has no value. */
export const LeafFormat = z.enum(["b64", "bin", "bool", "chr", "int", "null", "xml", "date", "time", "float"]);

const OCTETS: ReadonlySet<string> = new Set<z.output<typeof LeafFormat>>(["bin", "b64"]);

/** Whether a value of this format is octets, which are given in base64. */
export function isOctets(format: unknown): boolean {
  return OCTETS.has(String(format));
}

/** For `refine`: a value whose format says that it is octets is base64. Anything else would go out as its letters. */
export function isAsItsFormat({ format, value }: { readonly format?: unknown; readonly value?: string | undefined }) {
  return value === undefined || !isOctets(format) || decodeBase64(value) !== null;
}
export const NOT_BASE64 = "A value of this format is octets: give them in base64, padded and in one line.";

/** A MIME type. */
export const NodeType = z
  .string()
  .max(128)
  .regex(/^[\w.+-]+\/[\w.+-]+$/, { message: "A type looks like text/plain." });

/** Whether a value read back says what was written: devices write numbers, booleans and base64 in their own way. */
export function isSameValue(format: string, written: string, read: string): boolean {
  if (written === read) return true;
  switch (format.toLowerCase()) {
    case "bool":
      return written.trim().toLowerCase() === read.trim().toLowerCase();
    case "int":
    case "float":
      return written.trim() !== "" && read.trim() !== "" && Number(written) === Number(read);
    case "b64":
    case "bin":
      return written.replace(/\s+/g, "") === read.replace(/\s+/g, "");
    default:
      return false;
  }
}

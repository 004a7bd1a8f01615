import { z } from "zod";
import type { NodeCommand } from "../../../oma-dm";
import type { NodeTouch } from "../plans";
import { NodeUri, ReadableAddress, WritableUri } from "./node-uri";
import { LeafFormat, NodeText } from "./node-value";

/** Any type: a script may do what the other kinds do not know of. */
const AnyType = z.string().max(256).regex(/^\S+$/, { message: "A type has no blanks." });
const AnyFormat = z.enum([...LeafFormat.options, "node"]);

/** One DM command as a caller writes it. */
export const ScriptCommand = z.discriminatedUnion("command", [
  z.strictObject({ command: z.literal("Get"), uri: ReadableAddress }),
  z.strictObject({
    command: z.literal("Add"),
    uri: NodeUri,
    format: AnyFormat.default("chr"),
    type: AnyType.optional(),
    value: NodeText.default(""),
  }),
  z.strictObject({
    command: z.literal("Replace"),
    uri: WritableUri,
    format: AnyFormat.default("chr"),
    type: AnyType.optional(),
    value: NodeText.default(""),
  }),
  z.strictObject({ command: z.literal("Delete"), uri: NodeUri }),
  z.strictObject({ command: z.literal("Copy"), from: NodeUri, uri: NodeUri }),
  z.strictObject({
    command: z.literal("Exec"),
    uri: NodeUri,
    format: AnyFormat.optional(),
    type: AnyType.optional(),
    value: NodeText.optional(),
  }),
]);
export type ScriptCommand = z.output<typeof ScriptCommand>;

/** The command for the engine. */
export function plannedCommand(written: ScriptCommand): NodeCommand {
  const { uri } = written;
  switch (written.command) {
    case "Get":
    case "Delete":
      return { name: written.command, uri };
    case "Copy":
      return { name: "Copy", from: written.from, uri };
    case "Add":
    case "Replace": {
      const { format, type, value } = written;
      return { name: written.command, uri, format, data: value, ...(type && { type }) };
    }
    case "Exec": {
      const { format, type, value } = written;
      const argument = value === undefined ? {} : { data: value, format: format ?? "chr" };
      return { name: "Exec", uri, ...argument, ...(type && { type }) };
    }
  }
}

/** A script is the way past the description of a model: only rights that it takes away are looked at. */
export function touchesOf(written: ScriptCommand, pointer: string): NodeTouch[] {
  if (written.command !== "Replace" || !written.uri.endsWith("?prop=ACL")) return [];
  return [{ command: "Replace", uri: written.uri, pointer: `${pointer}/uri`, value: written.value }];
}

import { z } from "zod";
import type { NodeCommand, PlannedCommand } from "../../../oma-dm";
import { type NodeTouch, QUESTION_BOUNDS, userAlert } from "../plans";
import { NodeUri, ReadableAddress, WritableUri } from "./node-uri";
import { isAsItsFormat, LeafFormat, NOT_BASE64, NodeText } from "./node-value";
import { ScriptQuestion } from "./script-question";
import { rightsTouchesOfValue } from "./tree-properties";

const { groupSecondsMax, secondsDefault } = QUESTION_BOUNDS;

/** Any type: a script may do what the other kinds do not know of. */
const AnyType = z.string().max(256).regex(/^\S+$/, { message: "A type has no blanks." });
const AnyFormat = z.enum([...LeafFormat.options, "node"]);

/** One DM command as a caller writes it. */
export const ScriptCommand = z.discriminatedUnion("command", [
  z.strictObject({ command: z.literal("Get"), uri: ReadableAddress }),
  z
    .strictObject({
      command: z.literal("Add"),
      uri: NodeUri,
      format: AnyFormat.default("chr"),
      type: AnyType.optional(),
      value: NodeText.default(""),
    })
    .refine(isAsItsFormat, { path: ["value"], message: NOT_BASE64 }),
  z
    .strictObject({
      command: z.literal("Replace"),
      uri: WritableUri,
      format: AnyFormat.default("chr"),
      type: AnyType.optional(),
      value: NodeText.default(""),
    })
    .refine(isAsItsFormat, { path: ["value"], message: NOT_BASE64 }),
  z.strictObject({ command: z.literal("Delete"), uri: NodeUri }),
  z.strictObject({ command: z.literal("Copy"), from: NodeUri, uri: NodeUri }),
  z
    .strictObject({
      command: z.literal("Exec"),
      uri: NodeUri,
      format: AnyFormat.optional(),
      type: AnyType.optional(),
      value: NodeText.optional(),
    })
    .refine(isAsItsFormat, { path: ["value"], message: NOT_BASE64 }),
]);
export type ScriptCommand = z.output<typeof ScriptCommand>;

/** A word to the device's user, or a question: an alert that interacts with the user [OMA-TS-DM_Protocol 1.2.1]. */
export const ScriptAlert = z.strictObject({ command: z.literal("Alert"), question: ScriptQuestion });
export type ScriptAlert = z.output<typeof ScriptAlert>;

/** Commands of one group: it goes out in one message. */
const GROUP_COMMANDS_MAX = 40;
const GroupCommands = z
  .array(z.discriminatedUnion("command", [ScriptCommand, ScriptAlert]))
  .min(1)
  .max(GROUP_COMMANDS_MAX)
  .refine((commands) => secondsAsked(commands) <= groupSecondsMax, {
    message:
      `The questions of a group may take ${groupSecondsMax} seconds together (${secondsDefault} each where maxSeconds is left out): ` +
      "the device says nothing until all are answered, and is not waited for longer.",
  });

function secondsAsked(commands: readonly (ScriptCommand | ScriptAlert)[]): number {
  return commands.reduce(
    (sum, each) => (each.command === "Alert" ? sum + (each.question.maxSeconds ?? secondsDefault) : sum),
    0,
  );
}

/** Several commands in one container; not every device knows it, and some crash on it. */
const ScriptGroup = z.discriminatedUnion("command", [
  /** In exactly this order; those behind a refused one are run all the same, those behind a user's no are not. */
  z.strictObject({ command: z.literal("Sequence"), commands: GroupCommands }),
  /** All or none. It may not read. */
  z.strictObject({
    command: z.literal("Atomic"),
    commands: GroupCommands.refine((commands) => !commands.some(({ command }) => command === "Get"), {
      message: "An Atomic may not hold a Get.",
    }),
  }),
]);
export type ScriptGroup = z.output<typeof ScriptGroup>;

/** What a script is made of. */
export const ScriptEntry = z.discriminatedUnion("command", [ScriptCommand, ScriptAlert, ScriptGroup]);
export type ScriptEntry = z.output<typeof ScriptEntry>;

export function isGroup(entry: ScriptEntry): entry is ScriptGroup {
  return entry.command === "Atomic" || entry.command === "Sequence";
}

/** A command in a group for the engine. */
export function plannedInGroup(written: ScriptCommand | ScriptAlert): PlannedCommand {
  return written.command === "Alert" ? userAlert(written.question) : plannedCommand(written);
}

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
export function touchesOf(written: ScriptEntry, pointer: string): NodeTouch[] {
  if (isGroup(written)) {
    return written.commands.flatMap((command, index) => touchesOf(command, `${pointer}/commands/${index}`));
  }
  if (written.command === "Replace" && written.uri.endsWith("?prop=ACL")) {
    return [{ command: "Replace", uri: written.uri, pointer: `${pointer}/uri`, value: written.value }];
  }
  const isValue = written.command === "Add" || written.command === "Replace";
  return isValue ? rightsTouchesOfValue(written, `${pointer}/value`) : [];
}

import type { Element, ElementDocument, Encoding } from "../../server/oma-dm/element";
import { type Command, type Item, type SyncmlMessage, writeMessage } from "../../server/oma-dm/syncml";
import { encodeDocument, encodeMessage } from "../wire";
import type { QuirkName, Quirks } from "./names";

const IN_MESSAGE: readonly QuirkName[] = ["urisWithoutDotSlash", "formatSpelledChr", "trailingNuls", "duplicateCmdIds"];
const IN_DOCUMENT: readonly QuirkName[] = ["syncHdrStatusWithoutCmdRef", "childrenInAnyOrder"];

/** Writes a message as an odd device does. */
export function encodeOddly(message: SyncmlMessage, encoding: Encoding, quirks: Quirks): Uint8Array {
  const odd = IN_MESSAGE.some((name) => quirks.has(name)) ? oddMessage(message, quirks) : message;
  if (!IN_DOCUMENT.some((name) => quirks.has(name))) return encodeMessage(odd, encoding);
  return encodeDocument(oddDocument(writeMessage(odd), quirks), encoding);
}

function oddMessage(message: SyncmlMessage, quirks: Quirks): SyncmlMessage {
  const commands = message.commands.map((command) => oddCommand(command, quirks));
  return { ...message, commands: quirks.has("duplicateCmdIds") ? withDuplicates(commands) : commands };
}

function oddCommand(command: Command, quirks: Quirks): Command {
  if (!("items" in command)) return command;
  return { ...command, items: command.items.map((item) => oddItem(item, quirks)) };
}

function oddItem(item: Item, quirks: Quirks): Item {
  const { source, meta, data } = item;
  const bare = source && quirks.has("urisWithoutDotSlash") && { ...source, locUri: source.locUri.replace(/^\.\//, "") };
  const end = quirks.has("trailingNuls") ? "\0" : "";
  const format = meta?.format === "chr" && quirks.has("formatSpelledChr") ? "Chr" : meta?.format;
  return {
    ...item,
    ...(bare && { source: bare }),
    ...(meta && {
      meta: { ...meta, ...(format && { format: format + end }), ...(meta.type && { type: meta.type + end }) },
    }),
    ...(typeof data === "string" && data !== "" && { data: data + end }),
  };
}

/** The second Status has the CmdID of the first. */
function withDuplicates(commands: readonly Command[]): readonly Command[] {
  const [first, second] = commands.filter(({ name }) => name === "Status");
  if (!first || !second) return commands;
  return commands.map((command) => (command === second ? { ...second, cmdId: first.cmdId } : command));
}

function oddDocument(document: ElementDocument, quirks: Quirks): ElementDocument {
  return { ...document, root: oddElement(document.root, quirks) };
}

function oddElement(element: Element, quirks: Quirks): Element {
  const { content, name } = element;
  if (typeof content === "string" || content instanceof Uint8Array) return element;
  if (name !== "SyncML" && name !== "SyncBody") return oddChildren(element, content, quirks);
  return { ...element, content: content.map((child) => oddElement(child, quirks)) };
}

function oddChildren(element: Element, children: readonly Element[], quirks: Quirks): Element {
  const ofHeader =
    element.name === "Status" && children.some(({ name, content }) => name === "Cmd" && content === "SyncHdr");
  const left =
    ofHeader && quirks.has("syncHdrStatusWithoutCmdRef") ? children.filter(({ name }) => name !== "CmdRef") : children;
  const isCommand = element.name !== "SyncHdr";
  return { ...element, content: isCommand && quirks.has("childrenInAnyOrder") ? [...left].reverse() : left };
}

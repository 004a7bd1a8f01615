import { DecodeError } from "../decode-error";
import type { Element, ElementDocument } from "../element";
import { readCommand } from "./commands";
import { readHeader } from "./header";
import type { Command, Problem, SyncmlMessage } from "./message";
import { childrenOf, Reading } from "./reading";

export interface ReadMessage {
  readonly message: SyncmlMessage;
  /** What was odd; the message holds what could be read all the same. At most 101. */
  readonly problems: readonly Problem[];
}

/**
 * Reads a SyncML message from its element tree. Children are found by name, whatever their order; what is odd becomes a
 * problem beside the message. Bounds: 500 commands, 1,000 items a command; what is beyond them is left out.
 * Throws DecodeError MALFORMED (offset 0: a tree has none) when there is no SyncHdr or no SyncBody.
 */
export function readMessage(document: ElementDocument): ReadMessage {
  const header = childNamed(document.root, "SyncHdr");
  const body = childNamed(document.root, "SyncBody");
  const reading = new Reading();
  const commands: Command[] = [];
  let final = false;
  const syncHdr = readHeader(header, reading);
  for (const child of childrenOf(body)) {
    if (child.name === "Final") final = true;
    else if (reading.takesCommand()) commands.push(readCommand(child, reading));
  }
  return { message: { header: syncHdr, commands, final }, problems: reading.problems };
}

function childNamed(root: Element, name: string): Element {
  for (const child of childrenOf(root)) if (child.name === name) return child;
  throw new DecodeError("MALFORMED", 0, `no ${name}`);
}

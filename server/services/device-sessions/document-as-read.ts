import type { Element, ElementDocument, SyncmlMessage } from "../../oma-dm";

type Command = SyncmlMessage["commands"][number];

/** What a group may hold besides commands; a body holds Final. */
const OF_GROUP: ReadonlySet<string> = new Set(["CmdID", "NoResp", "Meta"]);
const OF_BODY: ReadonlySet<string> = new Set(["Final"]);

/**
 * The document without what `readMessage` passes over: commands beyond those that are read of a message, and whatever is
 * neither its header nor its body. Nobody can tell whose that is. `commands` are those that were read of it.
 */
export function documentAsRead(document: ElementDocument, commands: readonly Command[]): ElementDocument {
  const seen = new Set<string>();
  const parts = childrenOf(document.root).filter(({ name }) => {
    if ((name !== "SyncHdr" && name !== "SyncBody") || seen.has(name)) return false;
    seen.add(name);
    return true;
  });
  const content = parts.map((part) => (part.name === "SyncBody" ? holding(part, commands, OF_BODY) : part));
  return { ...document, root: { ...document.root, content } };
}

/** The document without the commands at these places of its body: a device may give several the same CmdID, or none. */
export function withoutCommands(document: ElementDocument, places: ReadonlySet<number>): ElementDocument {
  if (places.size === 0) return document;
  const content = childrenOf(document.root).map((part) =>
    part.name === "SyncBody" ? { ...part, content: without(childrenOf(part), places) } : part,
  );
  return { ...document, root: { ...document.root, content } };
}

/** Elements that hold commands, one behind the other, with those alone that were read. */
function holding(element: Element, commands: readonly Command[], others: ReadonlySet<string>): Element {
  let place = -1;
  const content = childrenOf(element).flatMap((child) => {
    if (others.has(child.name)) return [child];
    place += 1;
    const command = commands[place];
    if (!command) return [];
    return ["commands" in command ? holding(child, command.commands, OF_GROUP) : child];
  });
  return { ...element, content };
}

function without(children: readonly Element[], places: ReadonlySet<number>): readonly Element[] {
  let place = -1;
  return children.filter(({ name }) => {
    if (OF_BODY.has(name)) return true;
    place += 1;
    return !places.has(place);
  });
}

function childrenOf(element: Element): readonly Element[] {
  return Array.isArray(element.content) ? (element.content as readonly Element[]) : [];
}

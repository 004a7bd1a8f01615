import {
  canonicalUri,
  type Element,
  type ElementDocument,
  isSecretLeaf,
  SECRET_MASK,
  type SyncmlMessage,
} from "../../oma-dm";
import { withInner } from "./asked-commands";

type Command = SyncmlMessage["commands"][number];

/**
 * Which commands of a session asked for secret nodes. A device that answers them may name no node, neither in its Results
 * nor in their items: then only the question tells that the answer is a secret.
 */
export class SecretQuestions {
  readonly #asked = new Set<string>();
  #sessionKey = "";
  #latest = 0;

  /** To be called of each exchange, before its messages are shown. */
  comesTo(sessionKey: string): void {
    if (sessionKey === this.#sessionKey) return;
    this.#sessionKey = sessionKey;
    this.#asked.clear();
  }

  /** To be called of each reply. */
  sent(msgId: string, commands: readonly Command[]): void {
    for (const command of commands.flatMap(withInner)) {
      if (command.name !== "Get") continue;
      this.#latest = Number(msgId);
      const uris = command.items.map(({ target }) => target?.locUri ?? "");
      if (uris.some((uri) => isSecretLeaf(canonicalUri(uri) ?? uri))) {
        this.#asked.add(`${this.#latest}.${Number(command.cmdId)}`);
      }
    }
  }

  /** A message of the device with the answers to these commands masked that name no node. */
  withoutAnswers(document: ElementDocument): ElementDocument {
    return this.#asked.size === 0 ? document : { ...document, root: this.#masked(document.root) };
  }

  #masked(element: Element): Element {
    if (!Array.isArray(element.content)) return element;
    const children = element.content as readonly Element[];
    if (element.name !== "Results") return { ...element, content: children.map((child) => this.#masked(child)) };
    const [msgRef, cmdRef] = ["MsgRef", "CmdRef"].map((name) => children.find((child) => child.name === name)?.content);
    const message = msgRef === undefined || msgRef === "" ? this.#latest : Number(msgRef);
    return this.#asked.has(`${message}.${Number(cmdRef)}`)
      ? { ...element, content: children.map(withoutUnnamedData) }
      : element;
  }
}

function withoutUnnamedData(item: Element): Element {
  if (item.name !== "Item" || !Array.isArray(item.content)) return item;
  const children = item.content as readonly Element[];
  if (children.some(({ name }) => name === "Target" || name === "Source")) return item;
  return {
    ...item,
    content: children.map((child) => (child.name === "Data" ? { ...child, content: SECRET_MASK } : child)),
  };
}

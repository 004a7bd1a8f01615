import { setImmediate as othersTurn } from "node:timers/promises";
import { canonicalUri, DecodeError, type Element, type ElementDocument, isSecretLeaf, readMessage } from "../../oma-dm";
import { withInner } from "./asked-commands";
import { childrenOf, maskSecrets, maskValue, type SessionKnowledge } from "./mask-secrets";
import { decodeDocument, encodingOf } from "./wire";

/** An HTTP body of a session. */
export interface SessionBody {
  readonly direction: "device" | "server";
  readonly body: Uint8Array;
}

/** The query of a Get that is answered by several nodes, or by the values of several. */
const LIST = "?list=";

/**
 * What the messages of a session tell of the secrets in each other: which commands asked for secrets, since an answer need
 * not name its node, and which parts come to a value that holds one, since a part alone does not show it.
 */
export class SessionSecrets implements SessionKnowledge {
  /** Whether the command with this CmdID, in the message of this MsgID or in any, asked for a secret. */
  readonly #asked = new Map<string, boolean>();
  readonly #parts = new Map<string, boolean>();
  readonly #isWhole: boolean;
  #asksSecrets = false;

  readonly #open = { device: new OpenValue(this.#parts), server: new OpenValue(this.#parts) };

  /** `isWhole`: none of its messages is missing, so that there was no question but those at hand. */
  constructor(isWhole: boolean) {
    this.#isWhole = isWhole;
  }

  /** Of messages in their order. Others have their turn between them, since they may be many and large. */
  static async of(messages: readonly SessionBody[], isWhole: boolean): Promise<SessionSecrets> {
    const secrets = new SessionSecrets(isWhole);
    for (const message of messages) {
      secrets.#take(message);
      await othersTurn();
    }
    secrets.#open.device.close();
    secrets.#open.server.close();
    return secrets;
  }

  #take({ direction, body }: SessionBody): void {
    try {
      const document = decodeDocument(body, encodingOf(body));
      this.#open[direction].hear(document.root);
      if (direction === "server") this.#takeQuestions(document);
    } catch (error) {
      // It tells nothing, and is not shown.
      if (!(error instanceof DecodeError)) throw error;
    }
  }

  /** The message as it may be seen. Throws DecodeError. */
  masked(body: Uint8Array): ElementDocument {
    return maskSecrets(decodeDocument(body, encodingOf(body)), this);
  }

  asksForSecret(answer: Element): boolean | undefined {
    const [msgRef, cmdRef] = ["MsgRef", "CmdRef"].map((name) => numberIn(answer, name));
    return this.#asked.get(`${msgRef}.${cmdRef}`) ?? (this.#isWhole && !this.#asksSecrets ? false : undefined);
  }

  isPartOfSecret(content: Element["content"]): boolean | undefined {
    return this.#parts.size > 0 && isValue(content) ? this.#parts.get(keyOf(content)) : undefined;
  }

  #takeQuestions(document: ElementDocument): void {
    const { header, commands } = readMessage(document).message;
    for (const command of commands.flatMap(withInner)) {
      if (command.name !== "Get") continue;
      const uris = command.items.map(({ target }) => canonicalUri(target?.locUri ?? ""));
      const isSecret = uris.some((uri) => uri === null || uri.includes(LIST) || isSecretLeaf(uri));
      this.#asksSecrets ||= isSecret;
      // An answer may leave its MsgRef out.
      for (const msgId of [Number(header.msgId), ""]) {
        const place = `${msgId}.${Number(command.cmdId)}`;
        this.#asked.set(place, isSecret || (this.#asked.get(place) ?? false));
      }
    }
  }
}

/** A value that one side gives in parts: one at a time, in messages behind each other [OMA-TS-DM_Protocol 1.2.1]. */
class OpenValue {
  #parts: Value[] = [];

  constructor(private readonly found: Map<string, boolean>) {}

  hear(element: Element): void {
    // There are Statuses between the parts.
    if (element.name === "Status") return;
    const children = childrenOf(element);
    if (element.name !== "Item") {
      for (const child of children) this.hear(child);
      return;
    }
    const hasMore = children.some(({ name }) => name === "MoreData");
    if (!hasMore && this.#parts.length === 0) return;
    for (const { name, content } of children) if (name === "Data" && isValue(content)) this.#parts.push(content);
    if (!hasMore) this.close();
  }

  close(): void {
    const value = Buffer.concat(this.#parts.map((part) => Buffer.from(part)));
    const isSecret = this.#parts.length > 0 && maskValue(value) !== value;
    for (const part of this.#parts) {
      const key = keyOf(part);
      this.found.set(key, isSecret || (this.found.get(key) ?? false));
    }
    this.#parts = [];
  }
}

type Value = string | Uint8Array;

function isValue(content: Element["content"]): content is Value {
  return content.length > 0 && !Array.isArray(content);
}

function keyOf(value: Value): string {
  return typeof value === "string" ? value : Buffer.from(value).toString("latin1");
}

function numberIn(element: Element, name: string): number | "" {
  const text = childrenOf(element).find((child) => child.name === name)?.content;
  return typeof text === "string" && text.trim() !== "" ? Number(text) : "";
}

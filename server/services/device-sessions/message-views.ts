import type { z } from "zod";
import { toPublicId, toTaskId } from "../../ids";
import { DecodeError, type Element, type ElementDocument, readMessage, type SyncmlMessage } from "../../oma-dm";
import { AskedCommands, type Asker, withInner } from "./asked-commands";
import { maskSecrets } from "./mask-secrets";
import { operationIdOf } from "./run-key";
import type { LinkedCommandView, SessionMessageView } from "./schemas";
import type { CommandOwners, TracedExchange } from "./session-exchanges";
import { decodeDocument, encodingOf, indentedText } from "./wire";

type Command = SyncmlMessage["commands"][number];
type View = z.input<typeof SessionMessageView>;

export interface MessageViewsFacts {
  readonly deviceId: string;
  /** In their order; of one session or several. */
  readonly exchanges: readonly TracedExchange[];
  /** Those of them that are shown; the others only tell whose commands the device answers. All where left out. */
  readonly shown?: ReadonlySet<TracedExchange>;
  readonly owners: CommandOwners;
}

/**
 * Exchanges as people and systems see them: two messages each, decoded again from the kept octets, secrets masked, each
 * command of a task with whose it is. Commands of operations that are not among `owners`, and what the device said to
 * them, are left out as if they had not been; so is what it said to commands of messages that are not among `exchanges`,
 * and what may be about them because it names no command.
 */
export function messageViews({ deviceId, exchanges, shown, owners }: MessageViewsFacts): readonly View[] {
  const asked = new AskedCommands();
  const linker = { deviceId, owners };
  return exchanges.flatMap((exchange) => {
    asked.comesTo(exchange);
    if (shown && !shown.has(exchange)) {
      if (exchange.sent.length > 0) {
        const { msgId, commands } = opened(exchange.reply);
        asked.sent(exchange, msgId, commands);
      }
      return [];
    }
    const { at, msgNo, sessionKey } = exchange;
    const place = { sessionId: toPublicId("ses", sessionKey), at, msgNo };
    const answered = linked(linker, opened(exchange.request), (command) => asked.askerOf(command));
    const reply = opened(exchange.reply);
    asked.sent(exchange, reply.msgId, reply.commands);
    const sent = linked(linker, reply, (command) => senderOf(exchange, command));
    return [
      { ...place, direction: "device" as const, octets: exchange.requestLength, isCut: exchange.isCut, ...answered },
      { ...place, direction: "server" as const, octets: exchange.reply.length, isCut: false, ...sent },
    ];
  });
}

function senderOf({ sent }: TracedExchange, { cmdId }: Command): Asker {
  const found = sent.find(([, first, count]) => Number(cmdId) >= first && Number(cmdId) < first + count);
  return found ? { key: found[0] } : "nobody";
}

interface OpenedMessage {
  readonly encoding: "wbxml" | "xml";
  /** Masked; the text says why there is none. */
  readonly document: ElementDocument | string;
  readonly msgId: string;
  readonly commands: readonly Command[];
}

function opened(octets: Uint8Array): OpenedMessage {
  const encoding = encodingOf(octets);
  try {
    const document = maskSecrets(decodeDocument(octets, encoding));
    const { header, commands } = readMessage(document).message;
    return { encoding, document, msgId: header.msgId, commands };
  } catch (error) {
    if (error instanceof DecodeError) return { encoding, document: error.message, msgId: "", commands: [] };
    throw error;
  }
}

interface Linker {
  readonly deviceId: string;
  readonly owners: CommandOwners;
}

function linked(
  { deviceId, owners }: Linker,
  { encoding, document, commands }: OpenedMessage,
  askerOf: (command: Command) => Asker,
): Pick<View, "encoding" | "xml" | "commands"> {
  const links: LinkedCommandView[] = [];
  const hidden = new Set<number>();
  for (const [place, outer] of commands.entries()) {
    for (const command of withInner(outer)) {
      const asker = askerOf(command);
      if (asker === "nobody") continue;
      if (typeof asker === "object" && "anyOf" in asker) {
        if (![...asker.anyOf].every((key) => owners.has(operationIdOf(key)))) hidden.add(place);
        continue;
      }
      const operationId = asker === "unknown" ? "" : operationIdOf(asker.key);
      const owner = owners.get(operationId);
      if (!owner) {
        hidden.add(place);
        continue;
      }
      links.push({
        cmdId: command.cmdId,
        name: command.name,
        taskId: toTaskId(deviceId, operationId),
        operationId: toPublicId("op", operationId),
        ...owner,
      });
    }
  }
  const xml = typeof document === "string" ? document : indentedText(without(document, hidden));
  return { encoding, xml, commands: links };
}

/** The document without the commands at these places of its body: a device may give several the same CmdID, or none. */
function without(document: ElementDocument, places: ReadonlySet<number>): ElementDocument {
  if (places.size === 0) return document;
  const content = childrenOf(document.root).map((part) =>
    part.name === "SyncBody" ? { ...part, content: withoutCommands(childrenOf(part), places) } : part,
  );
  return { ...document, root: { ...document.root, content } };
}

function withoutCommands(children: readonly Element[], places: ReadonlySet<number>): readonly Element[] {
  let place = -1;
  return children.filter(({ name }) => {
    if (name === "Final") return true;
    place += 1;
    return !places.has(place);
  });
}

function childrenOf(element: Element): readonly Element[] {
  return Array.isArray(element.content) ? (element.content as readonly Element[]) : [];
}

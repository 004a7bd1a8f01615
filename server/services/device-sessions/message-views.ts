import type { z } from "zod";
import { toPublicId, toTaskId } from "../../ids";
import { DecodeError, type Element, type ElementDocument, readMessage, type SyncmlMessage } from "../../oma-dm";
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
  readonly owners: CommandOwners;
}

/**
 * Exchanges as people and systems see them: two messages each, decoded again from the kept octets, secrets masked, each
 * command of a task with whose it is. Commands of operations that are not among `owners`, and what the device said to
 * them, are left out as if they had not been.
 */
export function messageViews({ deviceId, exchanges, owners }: MessageViewsFacts): readonly View[] {
  const keyOf = new Map<string, string>();
  let sessionKey = "";
  return exchanges.flatMap((exchange) => {
    if (exchange.sessionKey !== sessionKey) keyOf.clear();
    sessionKey = exchange.sessionKey;
    const { at, msgNo } = exchange;
    const place = { sessionId: toPublicId("ses", sessionKey), at, msgNo };
    const linker = { deviceId, owners };
    const request = opened(exchange.request);
    const answered = linked(linker, request, (command) =>
      command.name === "Status" || command.name === "Results"
        ? keyOf.get(`${command.msgRef}.${command.cmdRef}`)
        : undefined,
    );
    const reply = opened(exchange.reply);
    const msgId = reply.msgId;
    const sent = linked(linker, reply, ({ cmdId }) => {
      const key = exchange.sent.find(
        ([, first, count]) => Number(cmdId) >= first && Number(cmdId) < first + count,
      )?.[0];
      if (key !== undefined) keyOf.set(`${msgId}.${cmdId}`, key);
      return key;
    });
    return [
      { ...place, direction: "device" as const, octets: exchange.requestLength, isCut: exchange.isCut, ...answered },
      { ...place, direction: "server" as const, octets: exchange.reply.length, isCut: false, ...sent },
    ];
  });
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
  keyOf: (command: Command) => string | undefined,
): Pick<View, "encoding" | "xml" | "commands"> {
  const links: LinkedCommandView[] = [];
  const hidden = new Set<string>();
  for (const command of commands.flatMap(withInner)) {
    const key = keyOf(command);
    if (key === undefined) continue;
    const operationId = operationIdOf(key);
    const owner = owners.get(operationId);
    if (!owner) {
      hidden.add(command.cmdId);
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
  const xml = typeof document === "string" ? document : indentedText(without(document, hidden));
  return { encoding, xml, commands: links };
}

function withInner(command: Command): readonly Command[] {
  return command.name === "Atomic" || command.name === "Sequence"
    ? [command, ...command.commands.flatMap(withInner)]
    : [command];
}

/** The document without the commands of its body that have these CmdIDs. */
function without(document: ElementDocument, cmdIds: ReadonlySet<string>): ElementDocument {
  if (cmdIds.size === 0) return document;
  const isShown = (command: Element): boolean =>
    !childrenOf(command).some((child) => child.name === "CmdID" && cmdIds.has(String(child.content)));
  const content = childrenOf(document.root).map((part) =>
    part.name === "SyncBody" ? { ...part, content: childrenOf(part).filter(isShown) } : part,
  );
  return { ...document, root: { ...document.root, content } };
}

function childrenOf(element: Element): readonly Element[] {
  return Array.isArray(element.content) ? (element.content as readonly Element[]) : [];
}

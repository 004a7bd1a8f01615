import { setImmediate as othersTurn } from "node:timers/promises";
import type { z } from "zod";
import { toPublicId, toTaskId } from "../../ids";
import { DecodeError, type ElementDocument, readMessage, type SyncmlMessage } from "../../oma-dm";
import { AskedCommands, type Asker, withInner } from "./asked-commands";
import { documentAsRead, withoutCommands } from "./document-as-read";
import { operationIdOf } from "./run-key";
import type { LinkedCommandView, SessionMessageView } from "./schemas";
import { type CommandOwners, secretsOf, type TakenReports, type TracedExchange } from "./session-exchanges";
import type { SessionSecrets } from "./session-secrets";
import { encodingOf, indentedText } from "./wire";

type Command = SyncmlMessage["commands"][number];
type View = z.input<typeof SessionMessageView>;

/** Characters of the messages of one answer: a message in XML for people is many times its octets. */
const SHOWN_CHARACTERS_MAX = 32 * 1_048_576;
const NOT_SHOWN = "Not shown: the messages before it fill what one answer holds.";

export interface MessageViewsFacts {
  readonly deviceId: string;
  /** In their order; of one session or several. */
  readonly exchanges: readonly TracedExchange[];
  /** Those of them that are shown; the others only tell whose commands the device answers. All where left out. */
  readonly shown?: ReadonlySet<TracedExchange>;
  readonly reports: TakenReports;
  readonly owners: CommandOwners;
}

/**
 * Exchanges as people and systems see them: two messages each, decoded again from the kept octets, secrets masked, each
 * command of a task with whose it is. Commands of operations that are not among `owners`, and what the device said to
 * them, are left out as if they had not been; so is what it reported to them, what it said to commands of messages that
 * are not among `exchanges`, what may be about them because it names no command, and what is not read of a message. Once
 * the texts come to `charactersMax`, those of the messages behind are left away. Others have their turn between messages.
 */
export async function messageViews(
  { deviceId, exchanges, shown, reports, owners }: MessageViewsFacts,
  charactersMax: number = SHOWN_CHARACTERS_MAX,
): Promise<readonly View[]> {
  const asked = new AskedCommands(reports);
  const secretsIn = await secretsOf(exchanges);
  const linker = { deviceId, owners, room: { characters: charactersMax } };
  const viewsOf = (exchange: TracedExchange): readonly View[] => {
    const secrets = secretsIn(exchange);
    asked.comesTo(exchange);
    if (shown && !shown.has(exchange)) {
      if (exchange.sent.length > 0) {
        const { msgId, commands } = opened(exchange.reply, secrets);
        asked.sent(exchange, msgId, commands);
      }
      return [];
    }
    const { at, msgNo, sessionKey } = exchange;
    const place = { sessionId: toPublicId("ses", sessionKey), at, msgNo };
    const answered = linked(linker, opened(exchange.request, secrets), (command) => asked.askerOf(command));
    const reply = opened(exchange.reply, secrets);
    asked.sent(exchange, reply.msgId, reply.commands);
    const sent = linked(linker, reply, (command) => senderOf(exchange, command));
    const isCut = exchange.isCut || answered.isCut;
    return [
      { ...place, direction: "device" as const, octets: exchange.requestLength, ...answered, isCut },
      { ...place, direction: "server" as const, octets: exchange.reply.length, ...sent },
    ];
  };
  const views: View[] = [];
  for (const exchange of exchanges) {
    views.push(...viewsOf(exchange));
    await othersTurn();
  }
  return views;
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
  /** It has more commands than are read. */
  readonly isCut: boolean;
}

function opened(octets: Uint8Array, secrets: SessionSecrets): OpenedMessage {
  const encoding = encodingOf(octets);
  try {
    const document = secrets.masked(octets);
    const { message, problems } = readMessage(document);
    const { header, commands } = message;
    const isCut = problems.some(({ code }) => code === "too_many_commands");
    return { encoding, document: documentAsRead(document, commands), msgId: header.msgId, commands, isCut };
  } catch (error) {
    if (error instanceof DecodeError) {
      return { encoding, document: error.message, msgId: "", commands: [], isCut: false };
    }
    throw error;
  }
}

interface Linker {
  readonly deviceId: string;
  readonly owners: CommandOwners;
  /** What is left of the answer. */
  readonly room: { characters: number };
}

function linked(
  { deviceId, owners, room }: Linker,
  { encoding, document, commands, isCut }: OpenedMessage,
  askerOf: (command: Command) => Asker,
): Pick<View, "encoding" | "xml" | "isCut" | "commands"> {
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
  const text = () => (typeof document === "string" ? document : indentedText(withoutCommands(document, hidden)));
  const xml = textIn(room, text);
  return { encoding, xml: xml ?? NOT_SHOWN, isCut: isCut || xml === null, commands: links };
}

/** Null where the room is used up, or too small for it. */
function textIn(room: { characters: number }, text: () => string): string | null {
  const shown = room.characters > 0 ? text() : null;
  room.characters -= shown?.length ?? 0;
  return room.characters >= 0 ? shown : null;
}

import type { SyncmlMessage } from "../../oma-dm";
import type { TracedExchange } from "./session-exchanges";

type Command = SyncmlMessage["commands"][number];

/**
 * "unknown": it answers a command of a message that is not at hand, so that nobody can tell whose it was. `anyOf`: it
 * answers no command that there was, so that it may be about any of the session's.
 */
export type Asker = { readonly key: string } | { readonly anyOf: ReadonlySet<string> } | "nobody" | "unknown";

/**
 * For which tasks' runs a device was asked what, exchange by exchange in their order. What it says is told by MsgRef and
 * CmdRef as the engine tells it: as numbers, and without MsgRef it is about the commands that are out. A report on an Exec
 * is told by the Correlator that the device was given with it, in this session or before.
 */
export class AskedCommands {
  readonly #keys = new Map<string, string>();
  readonly #keysOfSession = new Set<string>();
  /** The server's own commands. */
  readonly #ownCommands = new Set<string>();
  readonly #keysByCorrelator = new Map<string, string>();
  readonly #msgIds = new Set<number>();
  #sessionKey = "";
  #isWhole = false;
  /** The last message that brought commands of tasks. */
  #latest: number | null = null;

  /** To be called of each exchange, before what the device says in it is asked for. */
  comesTo({ sessionKey, msgNo }: Pick<TracedExchange, "sessionKey" | "msgNo">): void {
    if (sessionKey === this.#sessionKey) return;
    this.#keys.clear();
    this.#keysOfSession.clear();
    this.#ownCommands.clear();
    this.#msgIds.clear();
    this.#sessionKey = sessionKey;
    this.#isWhole = msgNo === 1;
    this.#latest = null;
  }

  /** To be called of each reply that brought commands, behind what the device said before it. */
  sent({ sent }: Pick<TracedExchange, "sent">, msgId: string, commands: readonly Command[]): void {
    const message = Number(msgId);
    this.#msgIds.add(message);
    if (sent.length > 0) this.#latest = message;
    for (const [key, first, count] of sent) {
      this.#keysOfSession.add(key);
      for (let cmdId = first; cmdId < first + count; cmdId += 1) this.#keys.set(`${message}.${cmdId}`, key);
    }
    for (const command of commands.flatMap(withInner)) {
      const place = `${message}.${Number(command.cmdId)}`;
      const key = this.#keys.get(place);
      if (key === undefined && !isAnswer(command)) this.#ownCommands.add(place);
      if (key !== undefined && command.name === "Exec" && command.correlator) {
        this.#keysByCorrelator.set(command.correlator, key);
      }
    }
  }

  /** Who asked for what a command of the device answers. */
  askerOf(command: Command): Asker {
    if (command.name === "Alert") {
      const key = this.#keysByCorrelator.get(command.correlator ?? "");
      return key === undefined ? "nobody" : { key };
    }
    if (!isAnswer(command) || (command.name === "Status" && command.cmdRef === "0")) return "nobody";
    const message = command.msgRef === "" ? this.#latest : Number(command.msgRef);
    const place = `${message}.${command.cmdRef === "" ? "" : Number(command.cmdRef)}`;
    const key = this.#keys.get(place);
    if (key !== undefined) return { key };
    if (this.#ownCommands.has(place)) return "nobody";
    const isAtHand = this.#isWhole || (message !== null && this.#msgIds.has(message));
    return isAtHand ? { anyOf: this.#keysOfSession } : "unknown";
  }
}

type AnswerCommand = Extract<Command, { readonly name: "Status" | "Results" }>;

function isAnswer(command: Command): command is AnswerCommand {
  return command.name === "Status" || command.name === "Results";
}

/** A command, and those in it where it is a group. */
export function withInner(command: Command): readonly Command[] {
  return command.name === "Atomic" || command.name === "Sequence"
    ? [command, ...command.commands.flatMap(withInner)]
    : [command];
}

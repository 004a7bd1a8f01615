import type { SyncmlMessage } from "../../oma-dm";
import type { TracedExchange } from "./session-exchanges";

type Command = SyncmlMessage["commands"][number];

/** "unknown": it answers a command of a message that is not at hand, so that nobody can tell whose it was. */
export type Asker = { readonly key: string } | "nobody" | "unknown";

/**
 * For which tasks' runs a device was asked what, exchange by exchange in their order. What it says is told by MsgRef and
 * CmdRef as the engine tells it: as numbers, and without MsgRef it is about the commands that are out.
 */
export class AskedCommands {
  readonly #keys = new Map<string, string>();
  readonly #msgIds = new Set<number>();
  #sessionKey = "";
  #isWhole = false;
  /** The last message that brought commands of tasks. */
  #latest: number | null = null;

  /** To be called of each exchange, before what the device says in it is asked for. */
  comesTo({ sessionKey, msgNo }: Pick<TracedExchange, "sessionKey" | "msgNo">): void {
    if (sessionKey === this.#sessionKey) return;
    this.#keys.clear();
    this.#msgIds.clear();
    this.#sessionKey = sessionKey;
    this.#isWhole = msgNo === 1;
    this.#latest = null;
  }

  /** To be called of each reply that brought commands, behind what the device said before it. */
  sent({ sent }: Pick<TracedExchange, "sent">, msgId: string): void {
    const message = Number(msgId);
    this.#msgIds.add(message);
    if (sent.length > 0) this.#latest = message;
    for (const [key, first, count] of sent) {
      for (let cmdId = first; cmdId < first + count; cmdId += 1) this.#keys.set(`${message}.${cmdId}`, key);
    }
  }

  /** Who asked for what a command of the device answers. */
  askerOf(command: Command): Asker {
    if (command.name !== "Status" && command.name !== "Results") return "nobody";
    if (command.name === "Status" && command.cmdRef === "0") return "nobody";
    const message = command.msgRef === "" ? this.#latest : Number(command.msgRef);
    const key = this.#keys.get(`${message}.${Number(command.cmdRef)}`);
    if (key !== undefined) return { key };
    return this.#isWhole || (message !== null && this.#msgIds.has(message)) ? "nobody" : "unknown";
  }
}

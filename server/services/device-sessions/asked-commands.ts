import { canonicalUri, type SyncmlMessage } from "../../oma-dm";
import type { TakenReport, TakenReports, TracedExchange } from "./session-exchanges";

type Command = SyncmlMessage["commands"][number];

/**
 * "unknown": it answers a command of a message that is not at hand, so that nobody can tell whose it was. `anyOf`: it
 * answers no command that there was, so that it may be about any of the session's, or it reports to several at once.
 */
export type Asker = { readonly key: string } | { readonly anyOf: ReadonlySet<string> } | "nobody" | "unknown";

/** [OMA-TS-DM_Protocol 1.2.1] */
const GENERIC_ALERT = "1226";

/**
 * For which tasks' runs a device was asked what, exchange by exchange in their order. What it says is told by MsgRef and
 * CmdRef as the engine tells it: as numbers, and without MsgRef it is about the commands that are out. A report on an Exec
 * is told by the Correlator that the device was given with it, else by what the tasks that were given a report in the
 * exchange were given. A report that no task took is the device's own word, as it is in the event `device.alert`.
 */
export class AskedCommands {
  readonly #keys = new Map<string, string>();
  readonly #keysOfSession = new Set<string>();
  /** The server's own commands. */
  readonly #ownCommands = new Set<string>();
  readonly #keysByCorrelator = new Map<string, string>();
  readonly #msgIds = new Set<number>();
  readonly #reports: TakenReports;
  #taken: readonly TakenReport[] = [];
  #isCut = false;
  #sessionKey = "";
  #isWhole = false;
  /** The last message that brought commands of tasks. */
  #latest: number | null = null;

  constructor(reports: TakenReports) {
    this.#reports = reports;
  }

  /** To be called of each exchange, before what the device says in it is asked for. */
  comesTo({ sessionKey, msgNo, at, isCut }: Pick<TracedExchange, "sessionKey" | "msgNo" | "at" | "isCut">): void {
    this.#taken = this.#reports.get(at) ?? [];
    this.#isCut = isCut;
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
      return key === undefined ? this.#takerOf(command) : { key };
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

  /** Of a message that is kept shortened, what tells a report may be cut off: it may be any that was taken. */
  #takerOf({ data, correlator, items }: AlertCommand): Asker {
    if (data !== GENERIC_ALERT) return "nobody";
    const sources = new Set(items.map(sourceOf));
    const isIt = (report: TakenReport): boolean =>
      this.#isCut || (report.correlator === (correlator || null) && sources.has(report.source));
    const keys = new Set(this.#taken.filter(isIt).map(({ key }) => key));
    const [key] = keys;
    if (key === undefined) return "nobody";
    return keys.size === 1 && !this.#isCut ? { key } : { anyOf: keys };
  }
}

/** As the engine reads where a report comes from. */
function sourceOf({ source, target }: AlertCommand["items"][number]): string | null {
  const named = source?.locUri ?? target?.locUri;
  return named === undefined ? null : canonicalUri(named);
}

type AlertCommand = Extract<Command, { readonly name: "Alert" }>;
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

import type { Command } from "../server/oma-dm/syncml";
import type { Unnumbered } from "./package-one";
import { messageOctetsOf, oddAlert, oddReports, type Quirks } from "./quirks";
import { alertOf, type Report, type Reports } from "./reports";

/** Octets of a message for a server that does not say what it can take, and the least that is put into one. */
const MESSAGE_OCTETS = 16_384;
const MESSAGE_OCTETS_MIN = 2_048;
/** Octets that a command or an item costs beside its texts, and the header of a message: rather too many. */
const COMMAND_OCTETS = 220;
const HEADER_OCTETS = 1_200;

interface Entry {
  readonly command: Unnumbered;
  /** The report that the command is the alert of, or the last one where there are several. */
  readonly report?: Report;
}

/** What a session still has to say, in order, cut into messages that the server can take. */
export class Outbox {
  messageOctetsMax = MESSAGE_OCTETS;
  #queue: Entry[] = [];
  #last: Entry[] = [];
  /** Reports in the last message, by the CmdID of their Alert. */
  #reportsSent = new Map<string, Report>();
  /** Reports that this session has told, or is about to. */
  readonly #mentioned = new Set<Report>();

  constructor(
    private readonly reports: Reports,
    private readonly quirks: Quirks,
  ) {}

  get isEmpty(): boolean {
    return this.#queue.length === 0;
  }

  /** Drops all that is queued, and what was told of reports: a package one says everything again. */
  restart(): void {
    this.#queue = [];
    this.#mentioned.clear();
  }

  /** The next message says what the last one said. */
  repeat(): void {
    this.#queue = [...this.#last, ...this.#queue];
  }

  /** Puts commands before what is queued already, with the reports that have come up since behind the first of them. */
  put(commands: readonly Unnumbered[]): void {
    const news = this.reports.due.filter((report) => !this.#mentioned.has(report));
    for (const report of news) this.#mentioned.add(report);
    const alerts = news.flatMap((report) => this.#alertsOf(report));
    const entries: Entry[] = commands.map((command) => ({ command }));
    this.#queue = [...entries.slice(0, 1), ...alerts, ...entries.slice(1), ...this.#queue];
  }

  /** The commands of the next message: as many as fit, and at least one where there is any. */
  next(): Command[] {
    this.#reportsSent = new Map();
    const commands: Command[] = [];
    const octetsMax = messageOctetsOf(this.messageOctetsMax, this.quirks);
    let room = Math.max(octetsMax, MESSAGE_OCTETS_MIN) - HEADER_OCTETS;
    for (const { command, report } of this.#queue) {
      room -= octetsOf(command);
      if (room < 0 && commands.length > 0) break;
      const cmdId = `${commands.length + 1}`;
      if (report) this.#reportsSent.set(cmdId, report);
      commands.push({ ...command, cmdId } as Command);
    }
    this.#last = this.#queue.splice(0, commands.length);
    return commands;
  }

  #alertsOf(report: Report): Entry[] {
    const told = oddReports(report, this.quirks);
    return told.map((each, index) => ({
      command: oddAlert(alertOf(each), this.quirks),
      ...(index === told.length - 1 && { report }),
    }));
  }

  /** Hears the server's status for a command of the last message; true when it took a report. */
  hear(cmdRef: string, status: number): boolean {
    const report = this.#reportsSent.get(cmdRef);
    if (!report) return false;
    // A server that fails may take it another time; one that refuses will not.
    if (status >= 500) this.#mentioned.delete(report);
    else this.reports.taken(report);
    return status < 300;
  }
}

function octetsOf(command: Unnumbered): number {
  let octets = COMMAND_OCTETS;
  for (const { target, source, data } of "items" in command ? command.items : []) {
    octets += COMMAND_OCTETS + (target?.locUri.length ?? 0) + (source?.locUri.length ?? 0);
    octets += typeof data === "string" ? Buffer.byteLength(data) : (data?.length ?? 0);
  }
  return octets;
}

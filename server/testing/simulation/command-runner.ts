import {
  ALERT,
  type AlertCommand,
  type Command,
  type ExecCommand,
  type GroupCommand,
  type ItemData,
  type ItemsCommand,
  type ResultsCommand,
  type SyncmlMessage,
} from "../../oma-dm/syncml";
import { DeviceObjects, type ReportForm } from "./device-objects";
import { type DeviceReports, type Report, VENDOR_REPORT } from "./device-reports";
import type { DeviceTree } from "./device-tree";
import { DeviceUser, isQuestion, type UserAnswer } from "./device-user";
import { DownloadLines } from "./download-lines";
import type { Faults } from "./faults";
import type { SeededRandom } from "./seeded-random";

/** What a device says about the commands of one message. */
export interface Answers {
  readonly commands: readonly Command[];
  /** Reports that are told before the Status of what they report on. */
  readonly reports: readonly Report[];
}

const ODD_STATUSES = [
  101, 202, 212, 213, 214, 215, 216, 304, 401, 404, 405, 406, 407, 408, 412, 416, 418, 420, 425, 500, 507, 510, 516,
  999,
] as const;
const NOT_EXECUTED = 215;
const CANCELLED = 214;
const NO = 304;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** So that no report comes at the very moment that its wait ends: which is first would be decided by a real database's pace. */
const ODD_MS = 30_000;

/** Runs what the server commands, on a tree; keeps a ledger of what must not run twice. */
export class CommandRunner {
  /** How often each Exec ran, by its Correlator. */
  readonly execs = new Map<string, number>();
  readonly user: DeviceUser;
  readonly lines: DownloadLines;
  /** The object that the server is sending in parts. */
  #incoming = "";
  #msgRef = "";
  #reports: Report[] = [];
  /** The user turned a question away: nothing that is behind it in the message is run. */
  #isCancelled = false;
  /** The user said no: nothing that is behind it in the Sequence is run. */
  #isDeclined = false;
  readonly #objects: DeviceObjects;
  /** A client that says in its reports which Exec they are on. */
  readonly #namesCorrelator: boolean;

  constructor(
    devId: string,
    readonly tree: DeviceTree,
    private readonly reports: DeviceReports,
    private readonly faults: Faults,
    private readonly random: SeededRandom,
  ) {
    this.#objects = new DeviceObjects(tree);
    this.#namesCorrelator = random.chance(0.8);
    this.user = new DeviceUser(faults, random.fork());
    this.lines = new DownloadLines(devId, faults, random.fork());
  }

  begin(): void {
    this.#incoming = "";
  }

  run(message: SyncmlMessage, nowMs: number): Answers {
    this.#msgRef = message.header.msgId;
    this.#reports = [];
    this.#isCancelled = false;
    this.user.begin();
    this.#objects.settle(nowMs);
    const commands = message.commands.flatMap((command) => this.#answer(command, nowMs));
    return { commands, reports: this.#reports };
  }

  #answer(command: Command, nowMs: number): Command[] {
    if (this.#isCancelled) return this.#skipped(command);
    switch (command.name) {
      case "Atomic":
      case "Sequence":
        return this.#group(command, nowMs);
      case "Get":
        return this.#get(command);
      case "Status":
      case "Results":
      case "Unknown":
        return [];
      case "Alert":
        return isQuestion(command) ? this.#said(command, this.#ask(command)) : [];
      default:
        return this.#said(command, this.#perform(command, nowMs));
    }
  }

  #get(command: ItemsCommand): Command[] {
    const uri = command.items[0]?.target?.locUri ?? "";
    const { status, node } = this.tree.get(uri);
    const said = this.#said(command, status);
    if (!node || this.faults.happens("no_results", this.random)) return said;
    const results: ResultsCommand = {
      name: "Results",
      cmdId: "",
      msgRef: this.#msgRef,
      cmdRef: command.cmdId,
      items: [{ source: { locUri: uri }, meta: { format: node.format, type: "text/plain" }, data: node.value }],
    };
    return [...said, results];
  }

  #group(group: GroupCommand, nowMs: number): Command[] {
    return group.name === "Sequence" ? this.#sequence(group, nowMs) : this.#atomic(group, nowMs);
  }

  #sequence(group: GroupCommand, nowMs: number): Command[] {
    this.#isDeclined = false;
    const inner = group.commands.flatMap((command) =>
      this.#isDeclined ? this.#skipped(command) : this.#answer(command, nowMs),
    );
    return [...this.#said(group, 200), ...inner];
  }

  #atomic(group: GroupCommand, nowMs: number): Command[] {
    if (this.faults.happens("atomic_unknown", this.random)) {
      return [...this.#said(group, 406), ...group.commands.flatMap((command) => this.#skipped(command))];
    }
    const before = this.tree.memory();
    const answers: UserAnswer[] = [];
    let isFailed = false;
    for (const command of group.commands) {
      const answer: UserAnswer = isFailed ? bare(NOT_EXECUTED) : this.#inAtomic(command, nowMs);
      answers.push(answer);
      isFailed ||= answer.status >= 300 || answer.status === CANCELLED;
    }
    if (isFailed) this.tree.restore(before);
    const said = group.commands.flatMap((command, at) => {
      const answer = answers[at] ?? bare(NOT_EXECUTED);
      return this.#said(command, isFailed && answer.status < 213 ? bare(216) : answer);
    });
    return [...this.#said(group, isFailed ? 507 : 200), ...said];
  }

  #inAtomic(command: Command, nowMs: number): UserAnswer {
    return command.name === "Alert" ? this.#ask(command) : bare(this.#perform(command, nowMs));
  }

  #ask(question: AlertCommand): UserAnswer {
    const answer = this.user.answer(question);
    this.#isCancelled ||= answer.status === CANCELLED;
    this.#isDeclined ||= answer.status === NO;
    return answer;
  }

  #skipped(command: Command): Command[] {
    if (command.name === "Status" || command.name === "Results" || command.name === "Unknown") return [];
    if (command.name === "Alert" && !isQuestion(command)) return [];
    const inner = "commands" in command ? command.commands.flatMap((one) => this.#skipped(one)) : [];
    return [...this.#said(command, NOT_EXECUTED), ...inner];
  }

  #perform(command: Command, nowMs: number): number {
    if (command.name === "Exec") return this.#exec(command, nowMs);
    if (!("items" in command)) return 406;
    const [item] = command.items;
    const uri = item?.target?.locUri ?? "";
    if (command.name === "Delete") return this.tree.remove(uri);
    if (command.name === "Copy") return this.tree.copy(item?.source?.locUri ?? "", uri);
    if (command.name === "Get") return this.tree.get(uri).status;
    if (command.name === "Add" && item?.meta?.format === "node") return this.#objects.addNode(uri);
    const data = textOf(item?.data);
    if (item?.moreData) {
      this.#incoming += data;
      return 213;
    }
    const whole = this.#incoming + data;
    this.#incoming = "";
    return command.name === "Add" ? this.tree.add(uri, whole) : this.tree.replace(uri, whole);
  }

  #exec({ items, correlator }: ExecCommand, nowMs: number): number {
    const source = items[0]?.target?.locUri ?? "";
    if (correlator !== undefined) this.execs.set(correlator, (this.execs.get(correlator) ?? 0) + 1);
    const form = this.#objects.formOf(source);
    const dice = this.random.next();
    if (dice < (form ? 0.1 : 0.4)) {
      if (form) this.#objects.begin(source, nowMs, true);
      this.#objects.settle(nowMs);
      return 200;
    }
    if (dice > 0.9) return this.random.chance(0.5) ? 510 : 403;
    if (this.faults.happens("report_foreign", this.random)) this.#reportForeign(source, form, nowMs);
    if (form) return this.#takeOn(source, form, correlator, nowMs);
    if (this.faults.happens("report_never", this.random)) return 202;
    this.#report(this.#delayMs(), { type: VENDOR_REPORT, source, correlator }, nowMs);
    return 202;
  }

  /** Work on an object of the device, that shows in its tree and is reported in the way of that object. */
  #takeOn(uri: string, form: ReportForm, correlator: string | undefined, nowMs: number): number {
    const succeeds = this.random.chance(0.7);
    const delayMs = this.#delayMs();
    this.#objects.begin(uri, nowMs + delayMs, succeeds);
    const url = this.#objects.urlFetchedBy(uri);
    if (url !== null) this.lines.add(url, delayMs, succeeds);
    if (this.faults.happens("report_never", this.random)) return 202;
    const source = this.random.pick([uri, form.root]);
    const named = this.#namesCorrelator ? correlator : undefined;
    const halfway = this.#objects.halfwayFormOf(uri);
    if (halfway && this.random.chance(0.3)) {
      const { type, done } = halfway;
      const facts = { code: ALERT.genericAlert, type, source, correlator: named, times: 1 };
      this.reports.add({ ...facts, dueMs: nowMs + Math.floor(delayMs / 2) }, done);
    }
    const result = succeeds ? form.done : this.random.pick(form.failed);
    this.#report(delayMs, { type: form.type, source, correlator: named }, nowMs, result);
    return 202;
  }

  /** A report that is on another Exec than the one at hand, which it looks like but for its Correlator. */
  #reportForeign(source: string, form: ReportForm | null, nowMs: number): void {
    const [correlator = ""] = [...this.execs.keys()].slice(this.random.integer(-3, -2));
    const { type, done } = form ?? { type: VENDOR_REPORT, done: "200" };
    const facts = { code: ALERT.genericAlert, type, source, correlator: `${correlator}0`, times: 1 };
    const named = this.random.chance(0.5) && this.execs.size > 2 ? { ...facts, correlator } : facts;
    this.reports.add({ ...named, dueMs: nowMs + this.random.integer(0, 5) * MINUTE_MS + ODD_MS }, done);
  }

  /** 0: it is over, and reported, before the Exec is answered. */
  #delayMs(): number {
    const isLate = this.faults.happens("report_late", this.random);
    if (isLate) return this.random.integer(2, 20) * HOUR_MS + ODD_MS;
    if (this.faults.happens("report_before_status", this.random)) return 0;
    return this.random.integer(0, 20) * MINUTE_MS + ODD_MS;
  }

  #report(delayMs: number, said: Pick<Report, "type" | "source" | "correlator">, nowMs: number, result?: string): void {
    const times = this.faults.happens("report_twice", this.random) ? 2 : 1;
    const report = this.reports.add({ code: ALERT.genericAlert, ...said, dueMs: nowMs + delayMs, times }, result);
    if (delayMs === 0) this.#reports.push(report);
  }

  #said(command: Command, answer: UserAnswer | number): Command[] {
    if (this.faults.happens("no_status", this.random)) return [];
    const { status, texts } = typeof answer === "number" ? bare(answer) : answer;
    const data = this.faults.happens("odd_status", this.random) ? this.random.pick(ODD_STATUSES) : status;
    if (command.name === "Alert") this.user.note(command, { status: data, texts });
    const refs = { targetRefs: [], sourceRefs: [], items: texts.map((text) => ({ data: text })) };
    return [
      { name: "Status", cmdId: "", msgRef: this.#msgRef, cmdRef: command.cmdId, cmd: command.name, ...refs, data },
    ];
  }
}

function bare(status: number): UserAnswer {
  return { status, texts: [] };
}

/** Octets as a text of as many characters, which is how the tree keeps them. */
function textOf(data: ItemData | undefined): string {
  if (data instanceof Uint8Array) return Buffer.from(data).toString("latin1");
  return typeof data === "string" ? data : "";
}

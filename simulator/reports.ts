import type { AlertCommand } from "../server/oma-dm/syncml";
import { ALERT } from "../server/oma-dm/syncml";
import type { DeviceTree } from "./device-tree";
import type { ExecBehaviour } from "./profile";

/** What a device has to say about work that it did after an Exec; said again until the server has taken it. */
export interface Report {
  readonly type: string;
  readonly format: string;
  readonly data: string;
  readonly source: string;
  /** The node that came of the work; left out: none is named. */
  readonly target?: string;
  readonly mark?: "informational" | "warning";
  readonly correlator: string | null;
}

/** Reports of one device that are not taken yet. */
const REPORTS_MAX = 1_000;

/** The asynchronous work of a device: due after its time, then changes the tree and is reported. */
export class Reports {
  readonly #due: Report[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(
    private readonly tree: DeviceTree,
    /** Called when a report has become due outside an Exec: the device wants a session. */
    private readonly onDue: () => void,
  ) {}

  /** Begins the work of an Exec. `atOnce`: it is done before the Exec is answered. */
  begin(source: string, correlator: string | null, exec: ExecBehaviour, atOnce: boolean): void {
    if (!exec.report) return;
    const { type, format, data, afterMs, sets } = exec.report;
    const finish = (): void => {
      for (const [uri, value] of Object.entries(sets)) this.tree.setOwnValue(uri, value);
      this.add({ type, format, data, source, correlator });
    };
    if (atOnce) finish();
    else this.#after(afterMs, finish);
  }

  /** Something to be told in the next session, or in the one that there is. */
  add(report: Report): void {
    if (this.#due.length < REPORTS_MAX) this.#due.push(report);
  }

  /** Something to be told after a while, in a session that the device asks for. Milliseconds. */
  addLater(report: Report, afterMs: number): void {
    this.#after(afterMs, () => this.add(report));
  }

  #after(afterMs: number, finish: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      finish();
      this.onDue();
    }, afterMs);
    this.#timers.add(timer);
  }

  get due(): readonly Report[] {
    return this.#due;
  }

  /** The server has taken it. */
  taken(report: Report): void {
    const at = this.#due.indexOf(report);
    if (at >= 0) this.#due.splice(at, 1);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}

/** A report as a Generic Alert [OMA-TS-DM_Protocol 1.2.1, alert 1226]. */
export function alertOf(report: Report): Omit<AlertCommand, "cmdId"> {
  return {
    name: "Alert",
    data: ALERT.genericAlert,
    ...(report.correlator !== null && { correlator: report.correlator }),
    items: [
      {
        source: { locUri: report.source },
        ...(report.target !== undefined && { target: { locUri: report.target } }),
        meta: { type: report.type, format: report.format, mark: report.mark ?? "informational" },
        data: report.data,
      },
    ],
  };
}

import type { AlertCommand } from "../../oma-dm/syncml";
import type { SeededRandom } from "./seeded-random";

/** What the device has to tell of work it took on. */
export interface Report {
  /** Client event or Generic Alert. */
  readonly code: "1224" | "1226";
  /** Told apart from any other report of any device by what it says. */
  readonly data: string;
  readonly type: string;
  readonly source: string;
  readonly correlator: string | undefined;
  readonly dueMs: number;
  /** How often it is to be told. */
  readonly times: number;
}

/** The reports of a simulated device: those that wait, and those that the server said are taken. */
export class DeviceReports {
  /** Told and answered 200. */
  readonly taken: string[] = [];
  #waiting: Report[] = [];
  #count = 0;

  constructor(
    private readonly devId: string,
    private readonly random: SeededRandom,
  ) {}

  /** `result`: the number that its data begins with; drawn when left out. */
  add(facts: Omit<Report, "data">, result = this.random.chance(0.8) ? "200" : "410"): Report {
    this.#count += 1;
    const report = { ...facts, data: `${result} ${this.devId} ${this.#count}` };
    this.#waiting.push(report);
    return report;
  }

  due(nowMs: number): readonly Report[] {
    return this.#waiting.filter((report) => report.dueMs <= nowMs);
  }

  nextDueMs(): number | null {
    return this.#waiting.length === 0 ? null : Math.min(...this.#waiting.map((report) => report.dueMs));
  }

  /** The server said that it has it. */
  take(report: Report): void {
    this.taken.push(report.data);
    this.#waiting = this.#waiting.filter((one) => one.data !== report.data);
    if (report.times > 1) this.#waiting.push({ ...report, times: report.times - 1 });
  }

  /** What was taken after the first `count` was heard wrong: nobody has it as it was told. */
  unheardSince(count: number): void {
    this.taken.length = count;
  }
}

/** Of what a device tells that belongs to none of its standard objects. */
export const VENDOR_REPORT = "com.vendor.example.report";

export function alertOf({ code, data, type, source, correlator }: Report): AlertCommand {
  const meta = { format: "chr", type };
  const items = [{ source: { locUri: source }, meta, data }];
  return { name: "Alert", cmdId: "", data: code, items, ...(correlator !== undefined && { correlator }) };
}

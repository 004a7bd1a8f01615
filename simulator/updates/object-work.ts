import type { Report } from "../reports";
import type { UpdateFailure } from "./failures";
import type { ObjectAnswer, UpdateSurroundings } from "./surroundings";

const SECOND_REPORT_MS = 700;
/** Octets of a Correlator that nobody gave. */
const CORRELATOR_OCTETS = 8;
/** What is executed is busy, or the device's fault has it say no [OMA-TS-DM_RepPro 1.2.1, 403]. */
const FORBIDDEN = 403;
const ACCEPTED = 202;

/** One piece of work that an Exec asks for. */
export interface WorkOrder {
  /** null: it went well. `inSession`: the Exec is answered when it is done, so the device cannot restart. */
  readonly run: (inSession: boolean) => Promise<UpdateFailure | null>;
  readonly reportOf: (failure: UpdateFailure | null) => Report;
}

/** The work of one management object, one piece at a time, and its reports as the device's fault would have them. */
export class ObjectWork {
  #isBusy = false;
  /** Of the Exec before. */
  #correlatorBefore: string | null = null;

  constructor(private readonly around: UpdateSurroundings) {}

  begin(order: WorkOrder): ObjectAnswer {
    const { fault, stopped, reportsAtOnce } = this.around;
    if (this.#isBusy || fault === "execRefused") return { status: FORBIDDEN, before: null };
    if (fault === "neverReports") return { status: ACCEPTED, before: null };
    this.#isBusy = true;
    const work = this.#do(order, reportsAtOnce).catch((error: unknown) => {
      // Whatever is under way when a fleet is stopped stays undone.
      if (!stopped.aborted) throw error;
    });
    return { status: ACCEPTED, before: reportsAtOnce ? work : null };
  }

  async #do({ run, reportOf }: WorkOrder, inSession: boolean): Promise<void> {
    const failure = this.around.fault === "userRefusal" ? "cancelled" : await run(inSession);
    this.#isBusy = false;
    if (failure !== null) this.around.statistics.updatesFailed += 1;
    this.#tell(reportOf(failure), reportOf("installFailed"));
    if (!inSession) this.around.call();
  }

  /** `failed`: the same report, of work that failed. */
  #tell(report: Report, failed: Report): void {
    const { fault, reports } = this.around;
    if (fault === "foreignCorrelator") reports.add({ ...failed, correlator: this.#anyCorrelator() });
    if (fault === "oldTaskAlert") {
      reports.add({ ...failed, correlator: this.#correlatorBefore ?? this.#anyCorrelator() });
    }
    this.#correlatorBefore = report.correlator;
    reports.add(report);
    if (fault === "twoAlerts") reports.addLater(report, SECOND_REPORT_MS);
  }

  #anyCorrelator(): string {
    return Buffer.from(this.around.random.octets(CORRELATOR_OCTETS)).toString("hex");
  }
}

import { describeDownloadStatus, type GenericAlert, type ResultReport } from "../../../../oma-dm";
import { type CommandAnswer, type DeviceReport, deviceReport, genericAlert, type Plan } from "../../plans";

/** Reports of progress that are waited through; a device that goes on with them is taken as one that does not report. */
const REPORTS_MAX = 100;
/** How long the alert of a device may take that has said by HTTP already that its download failed. */
const ALERT_AFTER_FAILURE_SECONDS = 900;

/** Work that a device does under an Exec on a management object. */
export interface ObjectWork<R extends ResultReport> {
  readonly executed: CommandAnswer;
  /** Where the object is. */
  readonly root: string;
  /** Types by which it reports, in lower case. */
  readonly types: readonly string[];
  /** The content that it fetches (`con_...`); null: it fetches none. */
  readonly download: string | null;
  readonly read: (alert: GenericAlert) => R;
}

/**
 * Waits for the end of the work: the first report that is no progress. A line that the device posts after its download
 * says how that went, and the alert has the last word; where none follows on a download that failed, the line counts.
 * null: no end was reported in time. `within` in seconds, anew after each report of progress.
 */
export function* awaitEnd<R extends ResultReport>(work: ObjectWork<R>, within: number): Plan<R | ResultReport | null> {
  let failure: ResultReport | null = null;
  for (let heard = 0; heard < REPORTS_MAX; heard += 1) {
    const seconds: number = failure ? Math.min(ALERT_AFTER_FAILURE_SECONDS, within) : within;
    const given: DeviceReport | null = yield* nextReport(work, seconds);
    if (!given) return failure;
    if (given.kind === "download") {
      const line = readLine(given);
      if (line.class !== "progress") failure = line;
      continue;
    }
    const report = work.read(given.alert);
    if (report.class !== "progress") return report;
  }
  return failure;
}

function* nextReport<R extends ResultReport>(
  { executed, root, types, download }: ObjectWork<R>,
  within: number,
): Plan<DeviceReport | null> {
  const wanted = { of: executed, source: executed.command.uri, object: { root, types } };
  if (download !== null) return yield* deviceReport({ ...wanted, download }, { within });
  const alert = yield* genericAlert(wanted, { within });
  return alert && { kind: "alert", alert };
}

function readLine({ report }: Extract<DeviceReport, { kind: "download" }>): ResultReport {
  const { code, text: detail } = report;
  const said = describeDownloadStatus(code);
  if (!said) return { class: "progress", code, meaning: "No status of OMA Download 1.0", mayRetry: false, detail };
  return { class: said.class, code, meaning: said.meaning, mayRetry: said.mayRetry, detail };
}

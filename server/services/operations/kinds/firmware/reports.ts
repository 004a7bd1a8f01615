import {
  describeDownloadStatus,
  type FirmwareOperation,
  type FirmwareReport,
  FUMO_RESULT_TYPES,
  readFirmwareReport,
} from "../../../../oma-dm";
import { type CommandAnswer, type DeviceReport, deviceReport, type Plan } from "../../plans";
import type { FirmwareTarget } from "./target";

/** Reports of progress that are waited through; a device that goes on with them is taken as one that does not report. */
const REPORTS_MAX = 100;
/** How long the alert of a device may take that has said by HTTP already that its download failed. */
const ALERT_AFTER_FAILURE_SECONDS = 900;

/** Under which Exec the device works, and at what. */
export interface Work {
  readonly executed: CommandAnswer;
  readonly operation: FirmwareOperation;
}

/**
 * Waits for the end of the work: the first report that is no progress. A line that the device posts after its download
 * says how that went, and the alert has the last word; where none follows on a download that failed, the line counts.
 * null: no end was reported in time. `within` in seconds, anew after each report of progress.
 */
export function* awaitEnd(target: FirmwareTarget, work: Work, within: number): Plan<FirmwareReport | null> {
  let failure: FirmwareReport | null = null;
  for (let heard = 0; heard < REPORTS_MAX; heard += 1) {
    const seconds: number = failure ? Math.min(ALERT_AFTER_FAILURE_SECONDS, within) : within;
    const given: DeviceReport | null = yield* nextReport(target, work, seconds);
    if (!given) return failure;
    if (given.kind === "download") {
      const line = readLine(given);
      if (line.class !== "progress") failure = line;
      continue;
    }
    const report = readFirmwareReport(given.alert, work.operation, target.profile.resultCodes);
    if (report.class !== "progress") return report;
  }
  return failure;
}

function nextReport({ content, object }: FirmwareTarget, { executed }: Work, within: number) {
  const about = { root: object.root, types: FUMO_RESULT_TYPES };
  const wanted = { of: executed, source: executed.command.uri, object: about, download: content.contentId };
  return deviceReport(wanted, { within });
}

function readLine({ report }: Extract<DeviceReport, { kind: "download" }>): FirmwareReport {
  const { code, text: detail } = report;
  const said = describeDownloadStatus(code);
  if (!said) return { class: "progress", code, meaning: "No status of OMA Download 1.0", mayRetry: false, detail };
  return { class: said.class, code, meaning: said.meaning, mayRetry: said.mayRetry, detail };
}

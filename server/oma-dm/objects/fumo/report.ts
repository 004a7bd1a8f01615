import { cutText } from "../../cut-text";
import type { GenericAlert } from "../../session";
import type { ResultClass, ResultCode, ResultReport } from "../result-code";
import { type FirmwareOperation, findAlertType } from "./alert-types";
import { describeResultCode } from "./result-codes";

/** Characters of a device's own words that are kept. */
const DETAIL_CHARACTERS_MAX = 200;

/**
 * Reads a Generic Alert about an Exec of `operation`: leading digits of its data are the code, the rest is the device's
 * own words. Its Format, its Mark and the State leaf are not looked at: clients get them wrong. While a device is to
 * download and update, a download that is done is progress, and one that failed is the end.
 */
export function readFirmwareReport(
  alert: Pick<GenericAlert, "type" | "data">,
  operation: FirmwareOperation,
  extraCodes: Readonly<Record<number, ResultCode>> = {},
): ResultReport {
  const { code, detail } = readResultData(alert.data);
  const about = findAlertType(alert.type)?.about ?? "any";
  const said = code === null ? null : describeResultCode(code, extraCodes);
  if (said === null) {
    return { class: "unknown", code, meaning: "The report has no result code", mayRetry: false, detail };
  }
  const { meaning, mayRetry } = said;
  return { class: classOf(said.class, code, about, operation), code, meaning, mayRetry, detail };
}

function classOf(
  said: ResultClass,
  code: number | null,
  about: FirmwareOperation | "any",
  operation: FirmwareOperation,
): ResultClass {
  if (about === "download" && operation !== "download" && said === "success") return "progress";
  // A client that puts the status of OMA Download 1.0 into its report on a download has ended it.
  if (code === 900 && operation === "download" && about !== "update") return "success";
  return said;
}

/** The number at the beginning of a report's data, of at most nine digits, and what stands behind it. */
export function readResultData(data: string): { readonly code: number | null; readonly detail: string } {
  const text = data.replaceAll("\0", "").trim();
  const digits = /^\d{1,9}(?!\d)/.exec(text)?.[0];
  const detail = digits === undefined ? text : text.slice(digits.length).trim();
  return { code: digits === undefined ? null : Number(digits), detail: cutText(detail, DETAIL_CHARACTERS_MAX) };
}

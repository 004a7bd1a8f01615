import { DOWNLOAD_STATUSES } from "../download";
import type { Evidence } from "../evidence";
import type { ResultCode } from "../result-code";

interface Entry extends Omit<ResultCode, "evidence"> {
  readonly evidence?: Evidence;
}

/**
 * Result codes of FUMO 1.0. `refused`: the device, its user or its rules do not want it; `error`: it was tried. The text
 * that could be read prints 500 as another 410 and lacks 412; three clients agree on what stands here.
 */
const CODES: Readonly<Record<number, Entry>> = {
  200: { class: "success", meaning: "Successful", mayRetry: false },
  400: { class: "error", meaning: "Error of the device's client, by the user or the device", mayRetry: true },
  401: { class: "refused", meaning: "The user cancelled it", mayRetry: false },
  402: { class: "error", meaning: "The package is corrupt", mayRetry: true },
  403: { class: "refused", meaning: "The package does not fit the device", mayRetry: false },
  404: { class: "refused", meaning: "The signature of the package is not valid", mayRetry: false },
  405: { class: "refused", meaning: "The package is not acceptable", mayRetry: false },
  406: { class: "error", meaning: "The download server did not accept the device's credentials", mayRetry: true },
  407: { class: "error", meaning: "The download took too long", mayRetry: true },
  408: { class: "refused", meaning: "The device has not implemented it", mayRetry: false },
  409: { class: "error", meaning: "Undefined error", mayRetry: true },
  410: { class: "error", meaning: "The update failed in the device", mayRetry: true },
  411: { class: "error", meaning: "The URL is malformed or bad", mayRetry: false },
  412: { class: "error", meaning: "The download server is not available", mayRetry: true, evidence: "clients" },
  500: { class: "error", meaning: "Error of the download server", mayRetry: true, evidence: "clients" },
  501: { class: "error", meaning: "The download failed: the device has no memory left", mayRetry: false },
  502: { class: "error", meaning: "The update failed: the device has no memory left", mayRetry: false },
  503: { class: "error", meaning: "The download failed: network", mayRetry: true },
};

/** Ranges that FUMO 1.0 leaves to vendors, from and to. */
const RANGES: readonly (Entry & { readonly from: number; readonly to: number })[] = [
  { from: 250, to: 299, class: "success", meaning: "Successful, in a vendor's words", mayRetry: false },
  { from: 450, to: 499, class: "error", meaning: "A vendor's error of the device's client", mayRetry: true },
  { from: 550, to: 599, class: "error", meaning: "A vendor's error of the download server", mayRetry: true },
];

/**
 * The FUMO code that says the same as a status of OMA Download 1.0, which clients put into a FUMO report: as one client's
 * own table has it. Success has none: a download that is done is progress of an update.
 */
const SAME_AS_DOWNLOAD_STATUS: Readonly<Record<number, number>> = {
  901: 501,
  902: 401,
  903: 409,
  905: 402,
  906: 409,
  951: 409,
  952: 400,
  953: 405,
  954: 411,
};

const UNKNOWN: ResultCode = {
  class: "unknown",
  meaning: "Not a result code of FUMO 1.0",
  mayRetry: false,
  evidence: "unverified",
};

/** What a code says; `extraCodes` are those that the device's profile adds, and they come first. */
export function describeResultCode(code: number, extraCodes: Readonly<Record<number, ResultCode>> = {}): ResultCode {
  const extra = extraCodes[code];
  if (extra) return extra;
  const entry = CODES[code] ?? RANGES.find(({ from, to }) => from <= code && code <= to);
  if (entry) {
    const { meaning, mayRetry, evidence = "oma" } = entry;
    return { class: entry.class, meaning, mayRetry, evidence };
  }
  return describeDownloadStatus(code) ?? describeByClass(code);
}

/** What a status of OMA Download 1.0 says of an update; null for any other number. */
export function describeDownloadStatus(code: number): ResultCode | null {
  const text = DOWNLOAD_STATUSES[code];
  if (text === undefined) return null;
  const meaning = `${text} (OMA Download 1.0)`;
  const same = CODES[SAME_AS_DOWNLOAD_STATUS[code] ?? 0];
  if (!same) return { class: "progress", meaning, mayRetry: false, evidence: "clients" };
  return { class: same.class, meaning, mayRetry: same.mayRetry, evidence: "clients" };
}

/** Clients were seen to report how far they are by 190 and 197 to 199 before they report the result. */
function describeByClass(code: number): ResultCode {
  if (code < 100 || code > 199) return UNKNOWN;
  return { class: "progress", meaning: "Under way", mayRetry: false, evidence: "clients" };
}

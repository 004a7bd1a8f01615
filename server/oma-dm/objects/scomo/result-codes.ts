import type { ResultCode } from "../result-code";

type Entry = Omit<ResultCode, "evidence">;

const error = (meaning: string, mayRetry = true): Entry => ({ class: "error", meaning, mayRetry });
const refused = (meaning: string): Entry => ({ class: "refused", meaning, mayRetry: false });

/**
 * Result codes of SCOMO 1.0 as a client's library has them. `refused`: the device, its user or its rules do not want it;
 * `error`: it was tried.
 */
const CODES: Readonly<Record<number, Entry>> = {
  1200: { class: "success", meaning: "Successful", mayRetry: false },
  1400: error("Error of the device's client"),
  1401: refused("The user cancelled it, or the download was cancelled"),
  1402: error("The download failed"),
  1403: error("The download server did not accept the device's credentials"),
  1404: error("The download failed: the device has no memory left", false),
  1405: error("The installation failed"),
  1406: error("The installation failed: the device has no memory left", false),
  1407: refused("The signature of the package is not valid"),
  1408: error("The removal failed"),
  1409: error("The activation failed"),
  1410: error("The deactivation failed"),
  1411: refused("The device has not implemented it"),
  1412: error("Undefined error"),
  1413: refused("The device does not support the environment that the component needs"),
  1500: error("Error of the download server"),
  1501: error("The download server is not available"),
};

/** Ranges that are left to vendors, from and to. */
const RANGES: readonly (Entry & { readonly from: number; readonly to: number })[] = [
  { from: 1250, to: 1299, class: "success", meaning: "Successful, in a vendor's words", mayRetry: false },
  { from: 1450, to: 1499, ...error("A vendor's error of the device's client") },
  { from: 1550, to: 1599, ...error("A vendor's error of the download server") },
];

const UNKNOWN: ResultCode = {
  class: "unknown",
  meaning: "Not a result code of SCOMO 1.0",
  mayRetry: false,
  evidence: "unverified",
};

/** What a code says; `extraCodes` are those that the device's profile adds, and they come first. */
export function describeSoftwareCode(code: number, extraCodes: Readonly<Record<number, ResultCode>> = {}): ResultCode {
  const extra = extraCodes[code];
  if (extra) return extra;
  const entry = CODES[code] ?? RANGES.find(({ from, to }) => from <= code && code <= to);
  if (!entry) return UNKNOWN;
  return { class: entry.class, meaning: entry.meaning, mayRetry: entry.mayRetry, evidence: "clients" };
}

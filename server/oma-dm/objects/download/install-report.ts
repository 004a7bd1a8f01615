import { cutText } from "../../cut-text";

/** What a device says of a download, and of what it did with it. */
export interface InstallReport {
  /** Three digits. */
  readonly code: number;
  /** What it wrote behind the code, or the meaning of the code where it wrote nothing; a single line. */
  readonly text: string;
}

/**
 * Status codes of OMA Download 1.0 that clients send. 904 is not among them: none of the clients that were looked at
 * uses it.
 */
export const DOWNLOAD_STATUSES: Readonly<Record<number, string>> = {
  900: "Success",
  901: "Insufficient memory",
  902: "User Cancelled",
  903: "Loss of Service",
  905: "Attribute mismatch",
  906: "Invalid descriptor",
  951: "Invalid DDVersion",
  952: "Device Aborted",
  953: "Non-Acceptable Content",
  954: "Loader Error",
};

const TEXT_CHARACTERS_MAX = 200;
/** There is a client that writes the measured speed behind the code, so nothing but the digits is relied on. */
const LINE = /^[\s\ufeff]*(\d{3})(?!\d)([^\r\n]*)/;
const CONTROLS = /[\p{Cc}\ufffd]/gu;

/** Reads the body of a POST to installNotifyURI: `900 Success`. null: it begins with no status code. */
export function readInstallReport(octets: Uint8Array): InstallReport | null {
  const [, digits, rest = ""] = LINE.exec(Buffer.from(octets).toString("utf8")) ?? [];
  if (digits === undefined) return null;
  const code = Number(digits);
  const text = cutText(rest.replace(CONTROLS, "").trim(), TEXT_CHARACTERS_MAX);
  return { code, text: text || (DOWNLOAD_STATUSES[code] ?? "") };
}

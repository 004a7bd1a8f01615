import type { Evidence } from "./evidence";

/** What a code says of the work that it reports on. */
export type ResultClass = "success" | "progress" | "refused" | "error" | "unknown";

export interface ResultCode {
  readonly class: ResultClass;
  readonly meaning: string;
  /** The same again may go otherwise. Of failures only. */
  readonly mayRetry: boolean;
  readonly evidence: Evidence;
}

/** What a device reports of the work that it was told to do. */
export interface ResultReport {
  readonly class: ResultClass;
  /** As the device sent it; null where its report has none. */
  readonly code: number | null;
  readonly meaning: string;
  readonly mayRetry: boolean;
  /** The device's own words beside the code. */
  readonly detail: string;
}

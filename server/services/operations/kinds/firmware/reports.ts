import { type FirmwareOperation, FUMO_RESULT_TYPES, type ResultReport, readFirmwareReport } from "../../../../oma-dm";
import type { CommandAnswer, Plan } from "../../plans";
import { awaitEnd } from "../objects/await-end";
import type { FirmwareTarget } from "./target";

/** Under which Exec the device works, and at what. */
export interface Work {
  readonly executed: CommandAnswer;
  readonly operation: FirmwareOperation;
}

/** Waits for the end of work on firmware, as `awaitEnd`. `within` in seconds, anew after each report of progress. */
export function awaitFirmwareEnd(
  { content, object, profile }: FirmwareTarget,
  { executed, operation }: Work,
  within: number,
): Plan<ResultReport | null> {
  const { root } = object;
  const read = (alert: Parameters<typeof readFirmwareReport>[0]) =>
    readFirmwareReport(alert, operation, profile.resultCodes);
  return awaitEnd({ executed, root, types: FUMO_RESULT_TYPES, download: content.contentId, read }, within);
}

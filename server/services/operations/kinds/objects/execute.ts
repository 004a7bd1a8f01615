import { type CommandAnswer, isDone } from "../../plans";

/** 202 says that it goes on; any other yes that it is done, which devices also say that only begin [OMA-TS-DM-FUMO 1.0]. */
export function isDoneAtOnce({ status }: CommandAnswer): boolean {
  return isDone(status) && status !== 202;
}

/** Whether an Exec will not be done. An answer that was lost may have been a yes: it is told only once. */
export function isRefusal({ status }: CommandAnswer): boolean {
  return status !== 0 && !isDone(status);
}

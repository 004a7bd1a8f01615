import {
  type ResultReport,
  readSoftwareReport,
  SCOMO_RESULT_TYPES,
  type SoftwareList,
  type SoftwareProfile,
} from "../../../../oma-dm";
import { exec, failed, type Plan, type PlanVerdict, succeeded } from "../../plans";
import { awaitEnd } from "../objects/await-end";
import { isDoneAtOnce, isRefusal } from "../objects/execute";
import { failedBy, refusedBy } from "../objects/failures";
import { looksWithin } from "../objects/looks";
import { lookAtDevice, missing, noObject, unsupported } from "./find-object";
import { itemNamed, readItem, readList } from "./inventory";
import type { ChangeParams, SoftwareItem, SoftwareResult } from "./parameters";
import { reportedResult, softwareResult } from "./result";

/** How something that the device has is changed by one Exec. */
export interface SoftwareChange {
  readonly list: SoftwareList;
  /** Names of the operation, the first that the device lists is taken; where it lists none, the first of all. */
  readonly operations: (profile: SoftwareProfile) => readonly string[];
  /** Whether it is as it is to be; null: the device has no such thing. */
  readonly isDone: (item: SoftwareItem | null) => boolean;
}

interface ChangeSight {
  /** As it was read last; of something that is gone, as it was. */
  readonly item: SoftwareItem;
  readonly isGone: boolean;
  readonly verified: boolean;
}

/**
 * Has the device change one thing of its inventory, waits for its report, and reads the inventory back as the proof. What is
 * so already is not sent.
 */
export function* changeItem(params: ChangeParams, change: SoftwareChange): Plan<PlanVerdict<SoftwareResult>> {
  const { root, profile } = yield* lookAtDevice(params);
  if (root === null) return noObject();
  const { items, listed } = yield* readList(root, change.list);
  const item = itemNamed(items, params.component);
  if (change.isDone(item) && (item !== null || listed)) return unchanged(item);
  if (!item) return missing(params.component);
  const known = change.operations(profile);
  const operation = item.operations ? known.find((name) => item.operations?.includes(name)) : known[0];
  if (operation === undefined) return unsupported(`${item.uri} has no operation ${known.join(" or ")}.`);
  const executed = yield* exec(`${item.uri}/Operations/${operation}`);
  if (isRefusal(executed)) {
    return refusedBy(executed, (said) => softwareResult({ ...said, item, fromVersion: item.version }));
  }
  const { reportSeconds, verifySeconds } = params.timeouts;
  const atOnce = isDoneAtOnce(executed) ? yield* lookAgain(item, change, verifySeconds) : null;
  if (atOnce?.verified) return verdictOf(item, null, atOnce);
  const read = (alert: Parameters<typeof readSoftwareReport>[0]) => readSoftwareReport(alert, profile.resultCodes);
  const work = { executed, root, types: SCOMO_RESULT_TYPES, download: null, read };
  let report: ResultReport | null = yield* awaitEnd(work, reportSeconds);
  let sight = yield* lookAgain(item, change, verifySeconds);
  for (const seconds of looksWithin(verifySeconds)) {
    if (sight.verified || report?.class !== "success") break;
    report = (yield* awaitEnd(work, seconds)) ?? report;
    sight = yield* lookAgain(item, change, verifySeconds);
  }
  return verdictOf(item, report, sight);
}

function* lookAgain(before: SoftwareItem, change: SoftwareChange, within: number): Plan<ChangeSight> {
  const { item, isGone } = yield* readItem(before.uri, change.list, { within });
  return { item: isGone ? before : item, isGone, verified: change.isDone(isGone ? null : item) };
}

function verdictOf(
  before: SoftwareItem,
  report: ResultReport | null,
  { item, isGone, verified }: ChangeSight,
): PlanVerdict<SoftwareResult> {
  const versions = { fromVersion: before.version, toVersion: isGone ? null : item.version };
  const result = reportedResult(report, { item, verified }, versions);
  if (verified) return succeeded("verified", result);
  if (report === null) {
    const text = "The device did not report in time, and its inventory does not show that it worked.";
    return failed("unconfirmed", { code: "timed_out", text, retryable: false, result });
  }
  if (report.class !== "success") return failedBy(report, result);
  const text = "The device reported success, but its inventory does not show it.";
  return failed("unconfirmed", { code: "unconfirmed", text, retryable: false, result });
}

function unchanged(item: SoftwareItem | null): PlanVerdict<SoftwareResult> {
  const version = item?.version ?? null;
  const meaning = "It is so already; nothing was sent";
  const result = { meaning, fromVersion: version, toVersion: version, verified: true, item };
  return succeeded("verified", softwareResult(result));
}

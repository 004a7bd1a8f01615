import { failed, type Plan, type PlanVerdict } from "../../plans";
import { isDoneAtOnce } from "../objects/execute";
import { failedBy } from "../objects/failures";
import type { DownloadLink } from "../objects/parameters";
import type { FirmwareResult } from "./parameters";
import { look, reportedResult, type Sight } from "./prove";
import { awaitFirmwareEnd } from "./reports";
import type { FirmwareTarget } from "./target";
import { execute, writeUrl } from "./tell-device";

type Verdict = PlanVerdict<FirmwareResult>;

/** A download that worked: what it comes to as a result, and whether the device shows that it has a package. */
interface Downloaded {
  readonly result: FirmwareResult;
  readonly verdict?: never;
}

interface Undownloaded {
  readonly result?: never;
  readonly verdict: Verdict;
}

/**
 * Has the device fetch the package, and waits for its report. State is looked at where the report is missing, and for the
 * record; where a client is known to write anything into it, it does not count.
 */
export function* downloadPackage(target: FirmwareTarget, link: DownloadLink): Plan<Downloaded | Undownloaded> {
  const unwritten = yield* writeUrl(target, "download", link);
  if (unwritten) return { verdict: unwritten };
  const { executed, refusal } = yield* execute(target, "download");
  if (refusal) return { verdict: refusal };
  const work = { executed, operation: "download" } as const;
  const atOnce = isDoneAtOnce(executed) ? yield* look(target) : null;
  if (atOnce && holdsPackage(target, atOnce)) return { result: reportedResult(target, null, atOnce, true) };
  const report = yield* awaitFirmwareEnd(target, work, target.timeouts.downloadSeconds);
  const sight = yield* look(target);
  const hasPackage = holdsPackage(target, sight);
  const isFetched = report ? report.class === "success" : hasPackage;
  // What a device holds that could not fetch this one is another.
  const result = reportedResult(target, report, sight, isFetched && hasPackage);
  if (isFetched) return { result };
  if (report) return { verdict: failedBy(report, result) };
  const text = "The device did not report the end of its download in time.";
  return { verdict: failed("error", { code: "timed_out", text, retryable: true, result }) };
}

function holdsPackage({ profile }: FirmwareTarget, { state }: Sight): boolean {
  return profile.tellsState && state?.hasPackage === true;
}

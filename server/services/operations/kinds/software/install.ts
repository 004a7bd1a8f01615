import {
  DELIVERED_OPERATIONS,
  DEPLOYED_STATE,
  DOWNLOAD_OPERATIONS,
  type ResultReport,
  readSoftwareReport,
  SCOMO_RESULT_TYPES,
  type SoftwareProfile,
  type SoftwareReport,
} from "../../../../oma-dm";
import { misfitOf, type Objection, versionObjection } from "../../../contents";
import { exec, failed, type OfferedContent, offerContent, type Plan, type PlanVerdict, succeeded } from "../../plans";
import { awaitEnd, type ObjectWork } from "../objects/await-end";
import { isDoneAtOnce, isRefusal } from "../objects/execute";
import { failedBy, refusedBy } from "../objects/failures";
import { looksWithin } from "../objects/looks";
import { lookAtDevice, missing, noObject } from "./find-object";
import { itemNamed, readList } from "./inventory";
import { orderPackage } from "./order";
import type { InstallParams, SoftwareItem, SoftwareResult } from "./parameters";
import { installedBy, type Wanted } from "./proof";
import { reportedResult, softwareResult } from "./result";

type Verdict = PlanVerdict<SoftwareResult>;

/** What an installation goes by once it has looked. */
interface InstallTarget {
  readonly content: OfferedContent;
  readonly root: string;
  readonly profile: SoftwareProfile;
  readonly wanted: Wanted;
  /** What it replaces; null: nothing that is known. */
  readonly replaced: SoftwareItem | null;
  readonly params: InstallParams;
}

/**
 * Has the device get a package and install what is in it; waits for its reports, and reads the inventory back as the proof.
 * `mustBeThere`: only where the device has the component in some version.
 */
export function* installSoftware(params: InstallParams, mustBeThere: boolean): Plan<Verdict> {
  const content = yield* offerContent(params.content);
  if (content.problem !== undefined) {
    return failed<SoftwareResult>("error", { code: "content_withdrawn", retryable: false, result: null });
  }
  const { root, profile, ...device } = yield* lookAtDevice(params);
  const misfit = misfitOf(content, device);
  if (misfit !== null) return notDone({ code: "content_unfit", text: misfit }, content, null);
  if (root === null) return noObject();
  const { items } = yield* readList(root, "deployed");
  const packageId = params.packageId ?? content.contentId;
  const wanted = { content, packageId, component: params.component ?? null, active: params.active, before: items };
  const replaced = params.component
    ? itemNamed(items, params.component)
    : (items.find((item) => item.packageId === packageId) ?? null);
  if (!replaced && mustBeThere) return missing(params.component ?? packageId);
  const objection = versionObjection(content, replaced?.version ?? null, params.override);
  if (objection?.code === "already_there") {
    if (replaced && isActiveAs(replaced, params.active)) return alreadyThere(content, replaced);
  } else if (objection) return notDone(objection, content, replaced);
  return yield* install({ content, root, profile, wanted, replaced, params });
}

function* install(target: InstallTarget): Plan<Verdict> {
  const { content, root, params } = target;
  const order = yield* orderPackage(root, content, params);
  if (order.refused) return refusedBy(order.refused, (said) => resultOf(target, said));
  const { downloadSeconds, installSeconds } = params.timeouts;
  if (params.flow === "downloadInstall") {
    const { installInactive, install: both } = DOWNLOAD_OPERATIONS;
    const executed = `${order.uri}/Operations/${params.active ? both : installInactive}`;
    return yield* executeAndProve(target, executed, downloadSeconds + installSeconds);
  }
  const { delivered, verdict } = yield* download(target, order.uri);
  if (!delivered) return verdict;
  const { installInactive, install: only } = DELIVERED_OPERATIONS;
  const executed = `${delivered.uri}/Operations/${params.active ? only : installInactive}`;
  return yield* executeAndProve(target, executed, installSeconds);
}

type Downloaded =
  | { readonly delivered: SoftwareItem; readonly verdict?: never }
  | { readonly delivered?: never; readonly verdict: Verdict };

/** Has the device fetch the package, and finds it in the inventory. */
function* download(target: InstallTarget, uri: string): Plan<Downloaded> {
  const { root, params, wanted } = target;
  const executed = yield* exec(`${uri}/Operations/${DOWNLOAD_OPERATIONS.download}`);
  if (isRefusal(executed)) return { verdict: refusedBy(executed, (said) => resultOf(target, said)) };
  const within = params.timeouts.verifySeconds;
  const before = isDoneAtOnce(executed) ? yield* readList(root, "delivered", { within }) : null;
  const atOnce = before?.items.find(({ packageId }) => packageId === wanted.packageId);
  if (atOnce) return { delivered: atOnce };
  const report = yield* awaitEnd(workOf(target, executed), params.timeouts.downloadSeconds);
  if (report && report.class !== "success") {
    return { verdict: failedBy(report, reportedResult(report, { item: null, verified: false }, versionsOf(target))) };
  }
  const { items } = yield* readList(root, "delivered", { within });
  const delivered =
    items.find(({ packageId }) => packageId === wanted.packageId) ?? itemNamed(items, identifierOf(report) ?? "");
  if (delivered) return { delivered };
  const text = report
    ? "The device reported its download, but its inventory does not show the package."
    : "The device did not report the end of its download in time.";
  const result = reportedResult(report, { item: null, verified: false }, versionsOf(target));
  if (report) return { verdict: failed("unconfirmed", { code: "unconfirmed", text, retryable: true, result }) };
  return { verdict: failed("error", { code: "timed_out", text, retryable: true, result }) };
}

function* executeAndProve(target: InstallTarget, uri: string, within: number): Plan<Verdict> {
  const executed = yield* exec(uri);
  if (isRefusal(executed)) return refusedBy(executed, (said) => resultOf(target, said));
  const { verifySeconds } = target.params.timeouts;
  if (isDoneAtOnce(executed)) {
    const sight = yield* look(target, null);
    if (sight.verified) return verdictOf(target, null, sight);
  }
  const work = workOf(target, executed);
  let report = yield* awaitEnd(work, within);
  let sight = yield* look(target, report);
  for (const seconds of looksWithin(verifySeconds)) {
    if (sight.verified || report?.class !== "success" || target.content.version === null) break;
    report = (yield* awaitEnd(work, seconds)) ?? report;
    sight = yield* look(target, report);
  }
  return verdictOf(target, report, sight);
}

function workOf(
  { root, profile, content }: InstallTarget,
  executed: ObjectWork<SoftwareReport>["executed"],
): ObjectWork<SoftwareReport> {
  const read: ObjectWork<SoftwareReport>["read"] = (alert) => readSoftwareReport(alert, profile.resultCodes);
  return { executed, root, types: SCOMO_RESULT_TYPES, download: content.contentId, read };
}

function* look({ root, wanted, params }: InstallTarget, report: ResultReport | null) {
  const { items } = yield* readList(root, "deployed", { within: params.timeouts.verifySeconds });
  const isReported = report?.class === "success";
  return installedBy(items, wanted, isReported ? identifierOf(report) : null);
}

function verdictOf(
  target: InstallTarget,
  report: ResultReport | null,
  sight: { readonly item: SoftwareItem | null; readonly verified: boolean },
): Verdict {
  const { content } = target;
  const { fromVersion, toVersion } = versionsOf(target);
  const result = reportedResult(report, sight, { fromVersion, toVersion: toVersion ?? sight.item?.version ?? null });
  if (sight.verified) return succeeded("verified", result);
  if (report === null) {
    const text = "The device did not report in time, and its inventory does not show that it worked.";
    return failed("unconfirmed", { code: "timed_out", text, retryable: false, result });
  }
  if (report.class !== "success") return failedBy(report, result);
  if (content.version === null) return succeeded("acknowledged", result);
  const text = "The device reported success, but its inventory does not show the component as it is to be.";
  return failed("unconfirmed", { code: "unconfirmed", text, retryable: false, result });
}

function identifierOf(report: ResultReport | SoftwareReport | null): string | null {
  return report && "identifier" in report ? report.identifier : null;
}

/** A component that does not tell its state is believed. */
function isActiveAs({ state }: SoftwareItem, active: boolean): boolean {
  return state === null || state === (active ? DEPLOYED_STATE.active : DEPLOYED_STATE.inactive);
}

function versionsOf({ content, replaced }: Pick<InstallTarget, "content" | "replaced">) {
  return { fromVersion: replaced?.version ?? null, toVersion: content.version };
}

function resultOf(target: InstallTarget, said: { readonly meaning: string }): SoftwareResult {
  return softwareResult({ ...said, ...versionsOf(target), item: target.replaced });
}

function notDone({ code, text }: Objection, content: OfferedContent, replaced: SoftwareItem | null): Verdict {
  const result = softwareResult({ meaning: text, ...versionsOf({ content, replaced }), item: replaced });
  return failed("error", { code: code === "downgrade" ? code : "content_unfit", text, retryable: false, result });
}

function alreadyThere(content: OfferedContent, item: SoftwareItem): Verdict {
  const meaning = "The device has this version already; nothing was sent";
  return succeeded(
    "verified",
    softwareResult({ meaning, ...versionsOf({ content, replaced: item }), verified: true, item }),
  );
}

import { FUMO_NODES, isSameVersion, type ResultReport, readFirmwareState } from "../../../../oma-dm";
import { failed, type Plan, type PlanVerdict, readingOf, succeeded, together } from "../../plans";
import { failedBy } from "../objects/failures";
import { textOf } from "../objects/leaf-text";
import { looksWithin } from "../objects/looks";
import type { FirmwareResult } from "./parameters";
import { awaitFirmwareEnd, type Work } from "./reports";
import { firmwareResult } from "./result";
import { FIRMWARE_VERSION, type FirmwareTarget } from "./target";

/** What a device shows when it is read. */
export interface Sight {
  readonly version: string | null;
  readonly pkgVersion: string | null;
  readonly state: ReturnType<typeof readFirmwareState>;
}

/**
 * The end of an update: what the device reported, and the version that is read back as the proof. Whoever has the version
 * has succeeded, whatever was reported. A success that does not show is looked for again, as long as there is time for it,
 * since devices report before they restart; a report that comes meanwhile counts in place of the one before.
 */
export function* proveUpdate(
  target: FirmwareTarget,
  work: Work,
  reported: ResultReport | null,
): Plan<PlanVerdict<FirmwareResult>> {
  let report = reported;
  let sight = yield* look(target);
  for (const seconds of looksWithin(target.timeouts.verifySeconds)) {
    if (hasVersion(target, sight) || report?.class !== "success" || target.content.version === null) break;
    report = (yield* awaitFirmwareEnd(target, work, seconds)) ?? report;
    sight = yield* look(target);
  }
  return verdictOf(target, report, sight);
}

/** The end where the device shows the version at once, since it said that it has done it; null where it does not. */
export function* proveAtOnce(target: FirmwareTarget): Plan<PlanVerdict<FirmwareResult> | null> {
  const sight = yield* look(target);
  return hasVersion(target, sight) ? verdictOf(target, null, sight) : null;
}

/** Reads what tells how an operation went. Bounded: a device that never comes again is not waited for. */
export function* look({ object, profile, timeouts }: FirmwareTarget): Plan<Sight> {
  const uris = [FIRMWARE_VERSION, `${object.root}/${FUMO_NODES.pkgVersion}`, `${object.root}/${FUMO_NODES.state}`];
  const gets = uris.map((uri) => ({ name: "Get" as const, uri }));
  const [version, pkgVersion, state] = (yield* together(gets, { within: timeouts.verifySeconds })).map(readingOf);
  return {
    version: textOf(version),
    pkgVersion: textOf(pkgVersion),
    state: readFirmwareState(textOf(state) ?? "", profile.states),
  };
}

/** PkgVersion is the object's: it counts where the operation names the object, or the device does not tell its own version. */
function versionIn({ isOfObject }: FirmwareTarget, { version, pkgVersion }: Sight): string | null {
  return isOfObject ? (pkgVersion ?? version) : (version ?? pkgVersion);
}

function hasVersion(target: FirmwareTarget, sight: Sight): boolean {
  const { content } = target;
  const seen = versionIn(target, sight);
  return content.version !== null && seen !== null && isSameVersion(seen, content.version);
}

function verdictOf(target: FirmwareTarget, report: ResultReport | null, sight: Sight): PlanVerdict<FirmwareResult> {
  const verified = hasVersion(target, sight);
  const result = reportedResult(target, report, sight, verified);
  if (verified) return succeeded("verified", result);
  if (report === null) {
    const text = "The device did not report in time, and its version does not show that it worked.";
    return failed("unconfirmed", { code: "timed_out", text, retryable: false, result });
  }
  if (report.class !== "success") return failedBy(report, result);
  if (target.content.version === null) return succeeded("acknowledged", result);
  const text = `The device reported success, but ${result.seenVersion ?? "no version"} is read from it, not ${target.content.version}.`;
  return failed("unconfirmed", { code: "unconfirmed", text, retryable: false, result });
}

/** What was reported and seen, as a result. */
export function reportedResult(
  target: FirmwareTarget,
  report: ResultReport | null,
  sight: Sight,
  verified: boolean,
): FirmwareResult {
  const { content, fromVersion } = target;
  const { state } = sight;
  return firmwareResult(content, fromVersion, {
    code: report?.code ?? null,
    meaning: report?.meaning ?? "The device did not report",
    verified,
    seenVersion: versionIn(target, sight),
    state: state?.value ?? null,
    stateMeaning: state?.meaning ?? null,
    detail: report?.detail ?? "",
  });
}

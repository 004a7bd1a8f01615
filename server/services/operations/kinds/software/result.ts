import type { ResultReport } from "../../../../oma-dm";
import type { SoftwareItem, SoftwareResult } from "./parameters";

/** The result of an operation on software; what is not said is not known. */
export function softwareResult(said: Partial<SoftwareResult> & Pick<SoftwareResult, "meaning">): SoftwareResult {
  const { code = null, meaning, fromVersion = null, toVersion = null, verified = false, item = null } = said;
  return { code, meaning, fromVersion, toVersion, verified, item, detail: said.detail ?? "" };
}

/** What was reported and seen, as a result. */
export function reportedResult(
  report: ResultReport | null,
  seen: { readonly item: SoftwareItem | null; readonly verified: boolean },
  versions: Pick<SoftwareResult, "fromVersion" | "toVersion">,
): SoftwareResult {
  const { code = null, meaning = "The device did not report", detail = "" } = report ?? {};
  return softwareResult({ code, meaning, detail, ...seen, ...versions });
}

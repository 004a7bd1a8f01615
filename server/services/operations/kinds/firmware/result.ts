import type { FirmwareResult } from "./parameters";

/** The result of an operation on firmware; what is not said is not known. */
export function firmwareResult(
  content: { readonly version: string | null },
  fromVersion: string | null,
  said: Partial<FirmwareResult> & Pick<FirmwareResult, "meaning">,
): FirmwareResult {
  const { code = null, meaning, verified = false, seenVersion = null, state = null, stateMeaning = null } = said;
  const toVersion = content.version ?? seenVersion;
  return {
    code,
    meaning,
    fromVersion,
    toVersion,
    verified,
    seenVersion,
    state,
    stateMeaning,
    detail: said.detail ?? "",
  };
}

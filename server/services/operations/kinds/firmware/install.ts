import type { FirmwareOperation } from "../../../../oma-dm";
import type { Plan, PlanVerdict } from "../../plans";
import { isDoneAtOnce } from "../objects/execute";
import type { FirmwareResult } from "./parameters";
import { proveAtOnce, proveUpdate } from "./prove";
import { awaitFirmwareEnd } from "./reports";
import type { FirmwareTarget } from "./target";
import { execute } from "./tell-device";

/** Has the device install what it has, or fetch and install it; waits for its report, and proves it. */
export function* installFirmware(
  target: FirmwareTarget,
  operation: Exclude<FirmwareOperation, "download">,
): Plan<PlanVerdict<FirmwareResult>> {
  const { executed, refusal } = yield* execute(target, operation);
  if (refusal) return refusal;
  const proved = isDoneAtOnce(executed) ? yield* proveAtOnce(target) : null;
  if (proved) return proved;
  const { downloadSeconds, installSeconds } = target.timeouts;
  const within = operation === "update" ? installSeconds : downloadSeconds + installSeconds;
  const work = { executed, operation };
  const report = yield* awaitFirmwareEnd(target, work, within);
  return yield* proveUpdate(target, work, report);
}

import type { GenericAlert } from "../../../../oma-dm";
import { type PlanVerdict, startPlanRun, taskSteps } from "../../plans";
import { type DeviceScript, runToEnd, treeDevice } from "../../plans/testing/tree-device";
import { newestKind } from "../index";

/**
 * Runs the newest version of a kind on a scripted device to its end. `report` is what the device reports when the plan
 * waits for an alert; null lets the wait time out.
 */
export function runKind(
  kindName: string,
  params: unknown,
  script: DeviceScript,
  report: Partial<GenericAlert> | (() => Partial<GenericAlert>) | null = null,
  attempt = 1,
) {
  const kind = newestKind(kindName);
  if (!kind) throw new Error(`no kind ${kindName}`);
  const device = treeDevice(script);
  const planRun = startPlanRun({
    key: "01890a5d-ac96-774b-bcce-b302099a8057",
    kind,
    device: { devId: "IMEI:350000000000001" },
    params: kind.params.parse(params),
    attempt,
    answers: [],
  });
  const messages = runToEnd(planRun, device, ({ wanted }) =>
    report
      ? { type: "org.example.done", data: "200", ...wanted, ...(typeof report === "function" ? report() : report) }
      : null,
  );
  return { verdict: planRun.verdict(), messages, executed: device.executed, steps: taskSteps(planRun), kind };
}

export function resultOf(verdict: PlanVerdict | null): unknown {
  return verdict?.result;
}

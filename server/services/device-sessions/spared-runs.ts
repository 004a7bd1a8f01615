import type { Effect, TaskRun } from "../../oma-dm";
import { type Capability, type CapabilityMemory, capabilityOf, maySayNo, missingIn } from "../capabilities";
import type { DeviceSnapshot } from "./device-snapshot";
import type { CachedSession } from "./session-cache";
import type { RunningTask } from "./task-changes";
import { waitingTasks } from "./turns";

/** "Optional feature not supported" and "credentials missing" [OMA-TS-DM_RepPro 1.2.1, status codes]. */
const NOT_SUPPORTED = 406;
const CREDENTIALS_MISSING = 407;
const GROUPS: ReadonlySet<string> = new Set(["Atomic", "Sequence"]);
const NOTHING: ReadonlySet<Capability> = new Set();

/** What the device's model does not know, where a sign-in or one of its tasks would go by it; within a session that is rare. */
export async function missingForMessage(
  memory: CapabilityMemory,
  { snapshot, running }: CachedSession,
  maySignIn: boolean,
): Promise<ReadonlySet<Capability>> {
  return maySignIn || running.some((entry) => entry.sparesDevice) ? memory.missing(ofModel(snapshot)) : NOTHING;
}

/** The plans of a device's tasks as the engine is given them. */
export function runsOf(running: readonly RunningTask[], missing: ReadonlySet<Capability>): readonly TaskRun[] {
  const waiting = waitingTasks(running);
  if (missing.size === 0 && waiting.size === 0) return running.map((entry) => entry.run);
  return running.map((entry) => {
    const run =
      entry.sparesDevice && missing.size > 0
        ? sparing(entry.run, entry.sparesDevice, (one) => missing.has(one))
        : entry.run;
    const before = waiting.get(entry);
    return before ? { ...wrapped(run), behind: before.map((other) => other.run.key) } : run;
  });
}

/** The same run, where the server answers itself what its kind is to spare the device. */
export function sparing(
  run: TaskRun,
  spares: RunningTask["sparesDevice"],
  isMissing: (capability: Capability) => boolean,
): TaskRun {
  return {
    ...wrapped(run),
    refusal: (command) => {
      const capability = spares === "groups" && !GROUPS.has(command.name) ? null : capabilityOf(command);
      return capability !== null && isMissing(capability) ? NOT_SUPPORTED : null;
    },
  };
}

/** The same run, to be changed in part. */
function wrapped(run: TaskRun): TaskRun {
  return {
    key: run.key,
    onlyReads: run.onlyReads === true,
    progress: () => run.progress(),
    give: (answers) => run.give(answers),
    refusal: (command) => run.refusal?.(command) ?? null,
  };
}

/** Keeps that the device was seen to send its messages elsewhere than to RespURI. */
export function learnIgnoredRespUri(
  memory: CapabilityMemory,
  snapshot: Pick<DeviceSnapshot, "deviceId" | "device">,
): Promise<void> {
  return memory.learn(ofModel(snapshot), [{ capability: "RespURI", status: CREDENTIALS_MISSING }]);
}

/** Keeps what a message says that the device's model does not know. Nearly every message says nothing of it. */
export async function learnMissing(
  memory: CapabilityMemory,
  snapshot: Pick<DeviceSnapshot, "deviceId" | "device">,
  running: readonly RunningTask[],
  effects: readonly Effect[],
): Promise<void> {
  for (const effect of effects) {
    if (effect.kind !== "task" || !effect.answers.some(saysNo)) continue;
    const run = running.find((entry) => entry.run.key === effect.task)?.run;
    const asked = run?.transcript().filter((entry) => entry.kind === "command" || entry.kind === "group") ?? [];
    const missing = missingIn(asked);
    if (missing.length > 0) await memory.learn(ofModel(snapshot), missing);
  }
}

function ofModel({ deviceId, device }: Pick<DeviceSnapshot, "deviceId" | "device">) {
  const { realm, manufacturer, model, firmware } = device;
  return { deviceId, realm, manufacturer, model, firmware };
}

function saysNo(answer: Extract<Effect, { kind: "task" }>["answers"][number]): boolean {
  return answer.kind === "status" && maySayNo(answer.status);
}

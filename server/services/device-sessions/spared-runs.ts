import type { Effect, TaskRun } from "../../oma-dm";
import { type Capability, type CapabilityMemory, capabilityOf, maySayNo, missingIn } from "../capabilities";
import type { DeviceSnapshot } from "./device-snapshot";
import type { CachedSession } from "./session-cache";
import type { RunningTask } from "./task-changes";

/** "Optional feature not supported" [OMA-TS-DM_RepPro 1.2.1, status codes]. */
const NOT_SUPPORTED = 406;
const NOTHING: ReadonlySet<Capability> = new Set();

/** What the device's model does not know, where one of its tasks would go by it; that is rare. */
export async function missingForTasks(
  memory: CapabilityMemory,
  { snapshot, running }: CachedSession,
): Promise<ReadonlySet<Capability>> {
  return running.some((entry) => entry.sparesDevice) ? memory.missing(snapshot.device) : NOTHING;
}

/** The plans of a device's tasks as the engine is given them. */
export function runsOf(running: readonly RunningTask[], missing: ReadonlySet<Capability>): readonly TaskRun[] {
  if (missing.size === 0) return running.map((entry) => entry.run);
  return running.map(({ run, sparesDevice }) => (sparesDevice ? sparing(run, missing) : run));
}

function sparing(run: TaskRun, missing: ReadonlySet<Capability>): TaskRun {
  return {
    key: run.key,
    onlyReads: run.onlyReads === true,
    progress: () => run.progress(),
    give: (answers) => run.give(answers),
    refusal: (command) => {
      const capability = capabilityOf(command);
      return capability !== null && missing.has(capability) ? NOT_SUPPORTED : null;
    },
  };
}

/** Keeps what a message says that the device's model does not know. Nearly every message says nothing of it. */
export async function learnMissing(
  memory: CapabilityMemory,
  deviceId: string,
  device: DeviceSnapshot["device"],
  running: readonly RunningTask[],
  effects: readonly Effect[],
): Promise<void> {
  for (const effect of effects) {
    if (effect.kind !== "task" || !effect.answers.some(saysNo)) continue;
    const run = running.find((entry) => entry.run.key === effect.task)?.run;
    const asked = run?.transcript().filter((entry) => entry.kind === "command" || entry.kind === "group") ?? [];
    const missing = missingIn(asked);
    if (missing.length > 0) await memory.learn(device, deviceId, missing);
  }
}

function saysNo(answer: Extract<Effect, { kind: "task" }>["answers"][number]): boolean {
  return answer.kind === "status" && maySayNo(answer.status);
}

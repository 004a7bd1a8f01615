import type { DeviceSnapshot, LoadedTask } from "../../services/device-sessions/device-snapshot";
import { TASKS_LOADED_MAX } from "../../services/device-sessions/device-store";
import { mayHideOthers, withoutHeld } from "../../services/device-sessions/held-tasks";
import type { ModelDevice, ModelTask } from "./model-store";

const WAITING_TASKS_MAX = 50;
/** As the store of the server has it. */
const TASKS_LOOKED_THROUGH_MAX = 100;

/** A device of the model as the server's store loads it. */
export function loadDevice(device: ModelDevice, nowMs: number): DeviceSnapshot {
  const first = snapshotOf(device, nowMs, TASKS_LOADED_MAX);
  const isAll = first.tasks.length < TASKS_LOADED_MAX || !mayHideOthers(first);
  const whole = isAll ? first : snapshotOf(device, nowMs, TASKS_LOOKED_THROUGH_MAX);
  return device.heldSinceMs === null ? whole : withoutHeld(whole);
}

/** As `load_batch` chooses and sorts tasks; worlds have no bootstraps, which it brings forward. */
function snapshotOf(device: ModelDevice, nowMs: number, tasksMax: number): DeviceSnapshot {
  const { deviceId, facts, live, credentials } = device;
  const all = [...device.tasks.values()].sort(byTurn);
  const waiting = all.filter(({ state }) => state === "waiting_device").sort(byId);
  const runnable = all.filter((task) => isRunnable(task, nowMs));
  const chosen = [...waiting.slice(0, WAITING_TASKS_MAX), ...runnable.slice(0, tasksMax)].sort(byTurn);
  return { deviceId, device: facts, live, credentials, tasks: chosen.map(loadedTask) };
}

function loadedTask({ operation, state, attempt, results }: ModelTask): LoadedTask {
  const { operationId, kind, params, attemptsMax, backoffSeconds } = operation;
  const facts = { operationId, state, attempt, kind: kind.kind, kindVersion: kind.version, params };
  return { ...facts, attemptsMax, backoffSeconds, results: results.get(attempt) ?? null };
}

function byTurn(one: ModelTask, other: ModelTask): number {
  const begun = (task: ModelTask): number => Number(task.state === "in_session" || task.state === "waiting_device");
  return begun(other) - begun(one) || one.operation.priority - other.operation.priority || byId(one, other);
}

function byId(one: ModelTask, other: ModelTask): number {
  return one.operation.operationId < other.operation.operationId ? -1 : 1;
}

function isRunnable({ state, retryAtMs, operation }: ModelTask, nowMs: number): boolean {
  if (state !== "scheduled" && state !== "queued" && state !== "notified" && state !== "in_session") return false;
  if (retryAtMs !== null && retryAtMs > nowMs) return false;
  if (operation.notBeforeMs !== null && operation.notBeforeMs > nowMs) return false;
  return operation.expiresAtMs === null || operation.expiresAtMs > nowMs || state === "in_session";
}

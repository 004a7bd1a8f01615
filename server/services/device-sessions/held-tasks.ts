import type { Sql } from "../../db/client";
import type { SessionState } from "../../oma-dm";
import { isRiskyKind } from "../operations/kinds";
import type { DeviceSnapshot, LoadedTask } from "./device-snapshot";
import { runKey } from "./run-key";

/**
 * The snapshot without tasks that can do harm and have not begun, where two devices were seen to use the id: they wait for
 * an administrator. Asks the database only where there are such tasks. One whose commands may or may not have run has
 * begun: whoever is told of them now must be its plan, or they would be sent again.
 */
export async function withoutHeldTasks(sql: Sql, snapshot: DeviceSnapshot | null): Promise<DeviceSnapshot | null> {
  if (!snapshot?.tasks.some(mayBeHeld)) return snapshot;
  const [row] = await sql<{ held: boolean }[]>`
    select held_since is not null as held from devices where device_id = ${snapshot.deviceId}`;
  return row?.held ? withoutHeld(snapshot) : snapshot;
}

/** The same of a device that is known to be held. */
export function withoutHeld(snapshot: DeviceSnapshot): DeviceSnapshot {
  const inDoubt = keysInDoubt(snapshot);
  return { ...snapshot, tasks: snapshot.tasks.filter((task) => !mayBeHeld(task) || inDoubt.has(runKey(task))) };
}

/**
 * Whether some of the tasks may not run now: such are those that may be held back, and no other kinds may have to wait for
 * each other. Where no more are read than these, others that could run stand behind them unseen. So may one whose commands
 * were out when the device fell silent: it is to be told of them by the next message.
 */
export function mayHideOthers(snapshot: DeviceSnapshot): boolean {
  const { tasks } = snapshot;
  if (tasks.some(mayBeHeld)) return true;
  const read = new Set(tasks.map(runKey));
  return [...keysInDoubt(snapshot)].some((key) => !read.has(key));
}

/** The runs whose commands were out when the device was heard last. */
function keysInDoubt({ live }: DeviceSnapshot): ReadonlySet<string> {
  if (live.state === null) return NO_KEYS;
  const { outstanding } = JSON.parse(live.state) as SessionState;
  return new Set(outstanding.map(({ task }) => task));
}

const NO_KEYS: ReadonlySet<string> = new Set();

function mayBeHeld({ state, kind }: LoadedTask): boolean {
  return state !== "in_session" && state !== "waiting_device" && isRiskyKind(kind);
}

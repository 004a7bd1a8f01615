import type { Sql } from "../../db/client";
import { isRiskyKind } from "../operations/kinds";
import type { DeviceSnapshot, LoadedTask } from "./device-snapshot";

/**
 * The snapshot without tasks that can do harm and have not begun, where two devices were seen to use the id: they wait for
 * an administrator. Asks the database only where there are such tasks.
 */
export async function withoutHeldTasks(sql: Sql, snapshot: DeviceSnapshot | null): Promise<DeviceSnapshot | null> {
  if (!snapshot?.tasks.some(mayBeHeld)) return snapshot;
  const [row] = await sql<{ held: boolean }[]>`
    select held_since is not null as held from devices where device_id = ${snapshot.deviceId}`;
  return row?.held ? { ...snapshot, tasks: snapshot.tasks.filter((task) => !mayBeHeld(task)) } : snapshot;
}

/**
 * Whether some of the tasks may not run now: such are those that may be held back, and no other kinds may have to wait for
 * each other. Where no more are read than these, others that could run stand behind them unseen.
 */
export function mayHideOthers({ tasks }: DeviceSnapshot): boolean {
  return tasks.some(mayBeHeld);
}

function mayBeHeld({ state, kind }: LoadedTask): boolean {
  return state !== "in_session" && state !== "waiting_device" && isRiskyKind(kind);
}

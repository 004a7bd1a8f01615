import type { Sql } from "../../db/client";
import type { DeviceSnapshot } from "./device-snapshot";
import type { DeviceStore } from "./device-store";
import { pushTimeoutChanges } from "./push-changes";
import { runningTaskOf } from "./running-tasks";
import type { TimerFact } from "./save-document";
import { timeoutChanges } from "./task-changes";

const TIMERS_PER_ROUND_MAX = 100;
const AGAIN_SECONDS = 60;

interface DueTimer {
  readonly device_id: string;
  readonly operation_id: string;
  readonly kind: "alert_timeout" | "push_timeout" | "retry";
}

/**
 * Acts on timers whose time has come: a back-off that is over wakes the device; an alert that did not come is given to
 * its plan as a time-out. Reads due keys without a lock; the change deletes the timer with what follows from it, and only
 * where the device is as it was when the timer was still due: two clocks at once fire each timer once, and a timer that was
 * set anew meanwhile stays.
 */
export async function fireTimers(sql: Sql, store: DeviceStore): Promise<number> {
  const due = await sql<DueTimer[]>`
    select device_id, operation_id, kind from timers where due_at <= now() order by due_at limit ${TIMERS_PER_ROUND_MAX}`;
  for (const timer of due) {
    const snapshot = await store.load(timer.device_id);
    if (!snapshot || !(await isStillDue(sql, timer))) continue;
    const firedTimer = { operationId: timer.operation_id, kind: timer.kind };
    const { realm } = snapshot.device;
    if (timer.kind === "retry") {
      await store.change(timer.device_id, snapshot.live.version, { realm, firedTimer, wake: 0 });
      continue;
    }
    if (timer.kind === "push_timeout") {
      const ended = pushTimedOut(snapshot, timer.operation_id);
      // While it was open nothing else was sent to the device, and its attempts may be used up.
      const changes = ended ? { ...ended, wake: 0 } : { timers: await againLater(sql, timer) };
      await store.change(timer.device_id, snapshot.live.version, { realm, firedTimer, ...changes });
      continue;
    }
    const task = snapshot.tasks.find((one) => one.operationId === timer.operation_id && one.state !== "in_session");
    const running = task && runningTaskOf(snapshot, task);
    const { steps, results, timers } = running
      ? timeoutChanges(running)
      : { steps: [], results: [], timers: await againLater(sql, timer) };
    const queued = steps.some((step) => step.to === "queued" && step.retrySeconds === undefined);
    // What may not run beside it may have its turn now.
    const lets = steps.some((step) => step.to !== "waiting_device") && othersWait(snapshot, timer.operation_id);
    await store.change(timer.device_id, snapshot.live.version, {
      realm,
      firedTimer,
      steps,
      results,
      timers,
      ...((queued || lets) && { wake: 0 }),
    });
  }
  return due.length;
}

/** Asked once the device is loaded: what sets its timers moves its version. */
async function isStillDue(sql: Sql, timer: DueTimer): Promise<boolean> {
  const [due] = await sql`
    select 1 from timers where device_id = ${timer.device_id} and operation_id = ${timer.operation_id}
      and kind = ${timer.kind} and due_at <= now()`;
  return due !== undefined;
}

function pushTimedOut(snapshot: DeviceSnapshot, operationId: string) {
  const task = snapshot.tasks.find((one) => one.operationId === operationId);
  const running = task && runningTaskOf(snapshot, task);
  const open = running?.run.push();
  return running && open ? pushTimeoutChanges(running, open) : null;
}

function othersWait({ tasks }: DeviceSnapshot, operationId: string): boolean {
  return tasks.some((task) => task.operationId !== operationId && task.state !== "waiting_device");
}

/** A task that may not run now (it is held back, or paused) is not over: its time is looked at again when it may. */
async function againLater(sql: Sql, timer: DueTimer): Promise<TimerFact[]> {
  const [open] = await sql`
    select 1 from tasks where device_id = ${timer.device_id} and operation_id = ${timer.operation_id} and ended_at is null`;
  return open ? [{ operationId: timer.operation_id, kind: timer.kind, seconds: AGAIN_SECONDS }] : [];
}

import type { Sql } from "../../db/client";
import { newUuid } from "../../ids";
import type { DeviceStore } from "../device-sessions/device-store";
import type { TaskStepFact } from "../device-sessions/save-document";
import type { Realm } from "../principal";
import { bootstrapSend } from "./kinds/bootstrap-send";
import type { TaskState } from "./schemas";

const TASKS_PER_ROUND_MAX = 500;

interface OverdueTask {
  readonly device_id: string;
  readonly operation_id: string;
  readonly state: TaskState;
  readonly realm: Realm;
  /** It may have kept something that waits from the device. */
  readonly wasInWay: boolean;
}

/**
 * Ends tasks whose operation's time is over, a chunk a round. A task in session is left to end there. Asked operation by
 * operation: where none is overdue, which is nearly always, no task is looked at.
 */
export async function expireTasks(sql: Sql, store: DeviceStore): Promise<number> {
  const overdue = await sql<OverdueTask[]>`
    select t.device_id, t.operation_id, t.state, o.realm,
      (t.state = 'waiting_device' or o.kind = ${bootstrapSend.kind}
        or exists (select from results r where r.device_id = t.device_id and r.operation_id = t.operation_id))
      and exists (select from tasks other where other.device_id = t.device_id and other.operation_id <> t.operation_id
        and other.state in ('scheduled', 'queued', 'notified')) as "wasInWay"
    from operations o cross join lateral (
      select device_id, operation_id, state from tasks
      where operation_id = o.operation_id and state in ('scheduled', 'queued', 'notified', 'waiting_device')
      limit ${TASKS_PER_ROUND_MAX}) t
    where o.expires_at <= now() and o.state in ('draft', 'awaiting_approval', 'scheduled', 'running', 'paused')
    limit ${TASKS_PER_ROUND_MAX}`;
  for (const task of overdue) {
    const step: TaskStepFact = {
      operationId: task.operation_id,
      from: task.state,
      to: "expired",
      eventId: newUuid(),
      type: "dmwsi.task.expired.v1",
      reasonCode: "expired",
      reasonText: "The deadline passed before the device had done it.",
      clearTimers: true,
    };
    // While a bootstrap was open nothing else was sent to the device, and while the task was under way nothing that may not
    // run beside it; the attempts to wake the device may be used up.
    const wake = task.wasInWay ? { wake: 0 } : {};
    await store.change(task.device_id, null, { realm: task.realm, steps: [step], ...wake });
  }
  return overdue.length;
}

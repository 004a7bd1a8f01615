import type { Sql } from "../../db/client";
import { newUuid } from "../../ids";
import type { DeviceStore } from "../device-sessions/device-store";
import type { Realm } from "../principal";
import type { TaskState } from "./schemas";

const TASKS_PER_ROUND_MAX = 500;
/** How long ago a device was retired that may still have open tasks: longer than any session or stop of the worker. */
const LOOKED_BACK_DAYS = 7;

interface RetiredTask {
  readonly device_id: string;
  readonly operation_id: string;
  readonly state: TaskState;
  readonly realm: Realm;
}

/**
 * Ends the tasks of devices that were retired, a chunk a round. A task in session is left until the session is over,
 * which the device's next message or its silence brings.
 */
export async function endRetiredTasks(sql: Sql, store: DeviceStore): Promise<number> {
  const open = await sql<RetiredTask[]>`
    select t.device_id, t.operation_id, t.state, d.realm
    from devices d join tasks t on t.device_id = d.device_id
    where d.retired_at > now() - make_interval(days => ${LOOKED_BACK_DAYS}) and t.state in ('scheduled', 'queued', 'notified', 'waiting_device')
    order by t.device_id limit ${TASKS_PER_ROUND_MAX}`;
  for (const task of open) {
    await store.change(task.device_id, null, {
      realm: task.realm,
      steps: [
        {
          operationId: task.operation_id,
          from: task.state,
          to: "cancelled",
          eventId: newUuid(),
          type: "dmwsi.task.cancelled.v1",
          reasonCode: "cancelled_by",
          reasonText: "The device was retired.",
          clearTimers: true,
        },
      ],
    });
  }
  return open.length;
}

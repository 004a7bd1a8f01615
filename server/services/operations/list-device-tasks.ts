import { and, eq, sql } from "drizzle-orm";
import { tasks } from "../../../drizzle/schema/operations";
import { mayUseOperation } from "../authorization";
import { walkBy } from "../cursor";
import { findDevice } from "../devices/find-device";
import { pageOf } from "../page";
import { useCase } from "../use-case";
import { ListDeviceTasksInput, TaskView } from "./schemas";
import { shownTaskState, taskRows } from "./task-rows";
import { taskSummaries } from "./task-summaries";

/** What was and is to be done on a device, the newest first, as far as the caller may see the operations. */
export const listDeviceTasks = useCase({
  name: "device.list_tasks",
  scope: "operations:read",
  input: ListDeviceTasksInput,
  output: pageOf(TaskView),
  audit: false,
  async run(context, transaction, input) {
    const { device } = await findDevice(transaction, context.principal, input.id);
    const walk = walkBy(tasks.operationId, "down", "device tasks", context, input);
    const rows = await taskRows(transaction)
      .where(
        and(
          eq(tasks.deviceId, device.deviceId),
          mayUseOperation(context.principal),
          walk.beyond,
          input.state === undefined ? undefined : sql`${shownTaskState} = ${input.state}::task_state`,
        ),
      )
      .orderBy(walk.order)
      .limit(walk.rowsMax);
    const page = walk.pageOf(rows, (row) => row.task.operationId);
    return { items: await taskSummaries(transaction, page.rows), next: page.next };
  },
});

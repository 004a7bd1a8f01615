import { and, desc, eq, lt, sql } from "drizzle-orm";
import { tasks } from "../../../drizzle/schema/operations";
import { mayUseOperation } from "../authorization";
import { cursorsOf, pageFrom } from "../cursor";
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
    const cursors = cursorsOf(context, "device tasks", input);
    const before = cursors.read(input.cursor);
    const rows = await taskRows(transaction)
      .where(
        and(
          eq(tasks.deviceId, device.deviceId),
          mayUseOperation(context.principal),
          before === null ? undefined : lt(tasks.operationId, before),
          input.state === undefined ? undefined : sql`${shownTaskState} = ${input.state}::task_state`,
        ),
      )
      .orderBy(desc(tasks.operationId))
      .limit(input.limit + 1);
    const page = pageFrom(rows, input.limit, cursors, (row) => row.task.operationId);
    return { items: await taskSummaries(transaction, page.rows), next: page.next };
  },
});

import { and, eq, sql } from "drizzle-orm";
import { tasks } from "../../../drizzle/schema/operations";
import { mayUseDevice } from "../authorization";
import { walkBy } from "../cursor";
import { pageOf } from "../page";
import { useCase } from "../use-case";
import { findOperation } from "./find-operation";
import { ListTasksInput, TaskView } from "./schemas";
import { hasReason, shownTaskState, taskRows, walkInOrder } from "./task-rows";
import { taskSummaries } from "./task-summaries";

/** An operation's tasks in the order of its target, each with its result; `steps` and `downloads` are given by `readTask` alone. */
export const listTasks = useCase({
  name: "task.list",
  scope: "operations:read",
  input: ListTasksInput,
  output: pageOf(TaskView),
  audit: false,
  async run(context, transaction, input) {
    const { operationId } = await findOperation(transaction, context.principal, input.id);
    const walk = walkBy(tasks.n, "up", "tasks", context, input);
    if (input.reason !== undefined) await walkInOrder(transaction);
    const rows = await taskRows(transaction)
      .where(
        and(
          eq(tasks.operationId, operationId),
          mayUseDevice(context.principal),
          walk.beyond,
          input.state === undefined ? undefined : sql`${shownTaskState} = ${input.state}::task_state`,
          input.reason === undefined ? undefined : hasReason(input.reason),
        ),
      )
      .orderBy(walk.order)
      .limit(walk.rowsMax);
    const page = walk.pageOf(rows, (row) => row.task.n);
    return { items: await taskSummaries(transaction, page.rows), next: page.next };
  },
});

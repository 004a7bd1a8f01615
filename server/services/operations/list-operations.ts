import { and, eq, sql } from "drizzle-orm";
import { operations } from "../../../drizzle/schema/operations";
import { mayUseOperation } from "../authorization";
import { walkBy } from "../cursor";
import { pageOf } from "../page";
import { useCase } from "../use-case";
import { OPERATION_COLUMNS } from "./find-operation";
import { isShownInState, operationViews } from "./operation-view";
import { ListOperationsInput, OperationView } from "./schemas";

/** The newest first. */
export const listOperations = useCase({
  name: "operation.list",
  scope: "operations:read",
  input: ListOperationsInput,
  output: pageOf(OperationView),
  audit: false,
  async run(context, transaction, input) {
    const walk = walkBy(operations.operationId, "down", "operations", context, input);
    const rows = await transaction
      .select(OPERATION_COLUMNS)
      .from(operations)
      .where(
        and(
          mayUseOperation(context.principal),
          walk.beyond,
          input.state === undefined ? undefined : isShownInState(input.state),
          input.kind === undefined ? undefined : eq(operations.kind, input.kind),
          input.reference === undefined ? undefined : eq(operations.reference, input.reference),
          input.content === undefined ? undefined : sql`${operations.params} ->> 'content' = ${input.content}`,
          input.createdBy === undefined ? undefined : eq(operations.ownerId, input.createdBy),
        ),
      )
      .orderBy(walk.order)
      .limit(walk.rowsMax);
    const page = walk.pageOf(rows, (row) => row.operationId);
    return { items: await operationViews(transaction, page.rows), next: page.next };
  },
});

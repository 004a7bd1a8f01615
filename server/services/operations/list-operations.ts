import { and, desc, eq, lt, sql } from "drizzle-orm";
import { operations } from "../../../drizzle/schema/operations";
import { mayUseOperation } from "../authorization";
import { cursorsOf, pageFrom } from "../cursor";
import { pageOf } from "../page";
import { useCase } from "../use-case";
import { OPERATION_COLUMNS } from "./find-operation";
import { operationViews, shownOperationState } from "./operation-view";
import { ListOperationsInput, OperationView } from "./schemas";

/** The newest first. */
export const listOperations = useCase({
  name: "operation.list",
  scope: "operations:read",
  input: ListOperationsInput,
  output: pageOf(OperationView),
  audit: false,
  async run(context, transaction, input) {
    const cursors = cursorsOf(context, "operations", input);
    const before = cursors.read(input.cursor);
    const rows = await transaction
      .select(OPERATION_COLUMNS)
      .from(operations)
      .where(
        and(
          mayUseOperation(context.principal),
          before === null ? undefined : lt(operations.operationId, before),
          input.state === undefined ? undefined : sql`${shownOperationState} = ${input.state}::operation_state`,
          input.kind === undefined ? undefined : eq(operations.kind, input.kind),
          input.reference === undefined ? undefined : eq(operations.reference, input.reference),
          input.content === undefined ? undefined : sql`${operations.params} ->> 'content' = ${input.content}`,
          input.createdBy === undefined ? undefined : eq(operations.ownerId, input.createdBy),
        ),
      )
      .orderBy(desc(operations.operationId))
      .limit(input.limit + 1);
    const page = pageFrom(rows, input.limit, cursors, (row) => row.operationId);
    return { items: await operationViews(transaction, page.rows), next: page.next };
  },
});

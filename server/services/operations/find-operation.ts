import { and, eq, getTableColumns } from "drizzle-orm";
import { operations } from "../../../drizzle/schema/operations";
import type { Transaction } from "../../db/client";
import { fromPublicId } from "../../ids";
import { mayUseOperation } from "../authorization";
import { ServiceError } from "../errors";
import type { Principal } from "../principal";
import { shownOperationState } from "./operation-view";

/** An operation's row with the state that readers are shown. */
export const OPERATION_COLUMNS = { ...getTableColumns(operations), state: shownOperationState };

/**
 * The operation with a public id (`op_...`), as far as the principal may see it.
 *
 * Throws ServiceError NOT_FOUND, the same for an operation of others and for none.
 */
export async function findOperation(transaction: Transaction, principal: Principal, id: string) {
  const operationId = fromPublicId("op", id);
  const [row] = operationId
    ? await transaction
        .select(OPERATION_COLUMNS)
        .from(operations)
        .where(and(eq(operations.operationId, operationId), mayUseOperation(principal)))
    : [];
  if (!row) throw new ServiceError("NOT_FOUND", "There is no such operation.");
  return row;
}

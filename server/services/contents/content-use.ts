import { and, eq, inArray, sql } from "drizzle-orm";
import { operationCounts } from "../../../drizzle/schema/events";
import { operations } from "../../../drizzle/schema/operations";
import type { Transaction } from "../../db/client";
import { toPublicId } from "../../ids";
import { mayUseOperation } from "../authorization";
import type { Principal } from "../principal";
import type { ContentUse } from "./schemas";

const OPEN_OPERATIONS = ["draft", "awaiting_approval", "scheduled", "running", "paused"] as const;
const OPEN_TASKS = ["scheduled", "queued", "notified", "in_session", "waiting_device"] as const;

/** Operations that are not over and give the content to devices. `contentId`: the row's. */
function openOperationsWith(contentId: string) {
  const names = sql`${operations.params} ->> 'content' = ${toPublicId("con", contentId)}`;
  return and(names, inArray(operations.state, [...OPEN_OPERATIONS]));
}

/** How many of the operations and tasks that the principal may see still need the content. `contentId`: the row's. */
export async function contentUse(
  transaction: Transaction,
  principal: Principal,
  contentId: string,
): Promise<ContentUse> {
  const [use] = await transaction
    .select({
      operations: sql<number>`count(distinct ${operations.operationId})::int`,
      tasks: sql<number>`coalesce(sum(${operationCounts.count}), 0)::int`,
    })
    .from(operations)
    .leftJoin(
      operationCounts,
      and(eq(operationCounts.operationId, operations.operationId), inArray(operationCounts.state, [...OPEN_TASKS])),
    )
    .where(and(openOperationsWith(contentId), mayUseOperation(principal)));
  return use ?? { operations: 0, tasks: 0 };
}

/** Whether anybody's operation still needs the content. `contentId`: the row's. */
export async function isContentInUse(transaction: Transaction, contentId: string): Promise<boolean> {
  const [one] = await transaction
    .select({ operationId: operations.operationId })
    .from(operations)
    .where(openOperationsWith(contentId))
    .limit(1);
  return one !== undefined;
}

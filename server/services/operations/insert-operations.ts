import { sql } from "drizzle-orm";
import { outbox } from "../../../drizzle/schema/events";
import { operations } from "../../../drizzle/schema/operations";
import type { Transaction } from "../../db/client";
import { rowDocument } from "../../db/row-document";
import { newUuid } from "../../ids";
import type { OperationToStart } from "./operation-to-start";

/** Writes an operation, its tasks, wake-ups, counts and what is announced, by one statement. Gives when it began to be. */
export async function insertOperation(transaction: Transaction, start: OperationToStart): Promise<Date> {
  const rows = JSON.stringify([rowDocument(operations, start.operation)]);
  const tasks = JSON.stringify([
    { operation_id: start.operation.operationId, state: start.state, device_ids: start.deviceIds },
  ]);
  const facts = JSON.stringify([rowDocument(outbox, createdFact(start))]);
  const [row] = await transaction.execute<{ at: string }>(
    sql`select insert_operations(${rows}::text::json, ${tasks}::text::json, ${facts}::text::json) as at`,
  );
  if (!row) throw new Error("A function gave no row.");
  return new Date(row.at);
}

/** A fact of no device carries the operation's id and a counter of the operation; this is its first. */
export function createdFact({ operation }: OperationToStart): typeof outbox.$inferInsert {
  const { operationId, realm, kind, total, reference } = operation;
  return {
    deviceId: operationId,
    version: 1,
    i: 0,
    eventId: newUuid(),
    operationId,
    realm,
    type: "dmwsi.operation.created.v1",
    data: { kind, total, reference },
  };
}

import { sql } from "drizzle-orm";
import type { Database } from "../../db/client";
import { wakeNow } from "../wake-ups/wake-now";

const OPERATIONS_PER_ROUND_MAX = 20;

/**
 * Lets operations run whose start time has come, and has their devices woken. Their tasks stay `scheduled` in the table:
 * a released and due scheduled task counts as queued, and readers show it so. Each in a transaction of its own: it takes
 * its devices in their order, as whoever starts an operation does, and over two operations there is no such order.
 */
export async function releaseScheduledOperations(database: Database): Promise<number> {
  let released = 0;
  while (released < OPERATIONS_PER_ROUND_MAX && (await releaseNext(database))) released += 1;
  return released;
}

/** Whether there was one. */
async function releaseNext(database: Database): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const [due] = await transaction.execute<{ operation_id: string }>(sql`
      update operations set state = 'running'
      where operation_id in (
        select operation_id from operations where state = 'scheduled' and not_before <= now()
        order by not_before limit 1 for update skip locked)
      returning operation_id`);
    if (!due) return false;
    const devices = sql`
      select device_id from tasks where operation_id = ${due.operation_id} and state = 'scheduled'`;
    await wakeNow(transaction, devices, false);
    return true;
  });
}

import type { Sql } from "../../db/client";

const DAYS_AHEAD = 3;

/**
 * Makes the trace's partitions of today and the days to come, and drops those older than `daysKept`. Messages that came
 * before their day had one are moved into it; of days that never get one they are deleted when they are as old.
 */
export async function keepMessagePartitions(sql: Sql, daysKept: number): Promise<void> {
  await sql`select make_message_partition(current_date + day) from generate_series(0, ${DAYS_AHEAD}::integer) as day`;
  await sql`select drop_message_partitions(${daysKept}::integer)`;
  await sql`delete from dm_messages_default where at < current_date - ${daysKept}::integer`;
}

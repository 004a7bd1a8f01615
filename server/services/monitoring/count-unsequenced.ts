import type { Sql } from "../../db/client";

/** Events that are stored and not yet in the feed: grows when the projector stands still. */
export async function countUnsequenced(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::integer as count from outbox`;
  return row?.count ?? 0;
}

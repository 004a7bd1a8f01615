import type postgres from "postgres";
import { eachQuery } from "./each-query";

interface QueryInside {
  readonly executed: boolean;
  resolve(result: unknown): void;
}

/**
 * Keeps results whole after a failed statement. postgres.js 3.4.9 counts the rows of a result per connection and does
 * not start again at zero when a statement fails after rows were sent: the next result on that connection then begins
 * with as many empty slots (`rows[0]` is undefined). The slots are always in front, so every result is looked at once
 * and moved to the front where it has any.
 */
export function closeResultGaps(sql: postgres.Sql): void {
  eachQuery(sql, closeGap);
}

function closeGap(query: QueryInside): void {
  if (query.executed) return;
  const { resolve } = query;
  query.resolve = (result) => {
    moveToFront(result);
    resolve(result);
  };
}

/** Statements sent together give a list of results; only the first of it can have a gap. */
function moveToFront(result: unknown): void {
  if (!Array.isArray(result) || result.length === 0 || 0 in result) {
    if (Array.isArray(result) && Array.isArray(result[0])) moveToFront(result[0]);
    return;
  }
  let gap = 0;
  while (gap < result.length && !(gap in result)) gap += 1;
  result.copyWithin(0, gap);
  result.length -= gap;
}

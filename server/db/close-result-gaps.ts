import type postgres from "postgres";

/** What the driver's queries have inside (postgres.js 3.4.9, src/query.js); its type declarations leave it out. */
interface QueryInside {
  executed: boolean;
  resolve(result: unknown): void;
  handle(): unknown;
}

const closed = new WeakSet<object>();

/**
 * Keeps results whole after a failed statement. postgres.js 3.4.9 counts the rows of a result per connection and does
 * not start again at zero when a statement fails after rows were sent: the next result on that connection then begins
 * with as many empty slots (`rows[0]` is undefined). The slots are always in front, so every result is looked at once
 * and moved to the front where it has any.
 *
 * Acts on all pools of the process: they share the driver's query class.
 */
export function closeResultGaps(sql: postgres.Sql): void {
  // A query is not sent before it is awaited, so this one never is.
  const prototype = Object.getPrototypeOf(sql.unsafe("")) as QueryInside;
  if (closed.has(prototype)) return;
  closed.add(prototype);
  const handle = prototype.handle;
  prototype.handle = function handleWithoutGaps(this: QueryInside) {
    if (!this.executed) {
      const resolve = this.resolve;
      this.resolve = (result) => {
        moveToFront(result);
        resolve(result);
      };
    }
    return handle.call(this);
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

import type postgres from "postgres";

/** What the driver's queries have inside (postgres.js 3.4.9, src/query.js); its type declarations leave it out. */
interface QueryInside {
  readonly strings: readonly string[];
  resolve(result: unknown): void;
  reject(error: Error): void;
  handle(): unknown;
}

/** Of the driver's own question for array types, and of no statement of ours. */
const MARK = "where a.typcategory = 'A'";

const taught = new WeakSet<object>();

/**
 * Lets a process live on when the database goes away just while the driver asks a new connection for its array types.
 * postgres.js 3.4.9 waits for that answer where nobody can catch its failure (src/connection.js, fetchArrayTypes), and an
 * unhandled rejection ends the process. The types are the same on every connection of a pool: a failed question is
 * answered with none, and what the pool learnt before stays. Queries that wait for the connection fail all the same.
 *
 * Acts on all pools of the process: they share the driver's query class.
 */
export function outliveTypeQuery(sql: postgres.Sql): void {
  // A query is not sent before it is awaited, so this one never is.
  const prototype = Object.getPrototypeOf(sql.unsafe("")) as QueryInside;
  if (taught.has(prototype)) return;
  taught.add(prototype);
  const handle = prototype.handle;
  prototype.handle = function handleTypeQuery(this: QueryInside) {
    if (this.strings[0]?.includes(MARK)) this.reject = () => this.resolve([]);
    return handle.call(this);
  };
}

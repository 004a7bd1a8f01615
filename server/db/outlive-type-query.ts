import type postgres from "postgres";
import { eachQuery } from "./each-query";

interface QueryInside {
  readonly strings: readonly string[];
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** Of the driver's own question for array types, and of no statement of ours. */
const MARK = "where a.typcategory = 'A'";

/**
 * Lets a process live on when the database goes away just while the driver asks a new connection for its array types.
 * postgres.js 3.4.9 waits for that answer where nobody can catch its failure (src/connection.js, fetchArrayTypes), and an
 * unhandled rejection ends the process. The types are the same on every connection of a pool: a failed question is
 * answered with none, and what the pool learnt before stays. Queries that wait for the connection fail all the same.
 */
export function outliveTypeQuery(sql: postgres.Sql): void {
  eachQuery(sql, answerTypeQuery);
}

function answerTypeQuery(query: QueryInside): void {
  if (query.strings[0]?.includes(MARK)) query.reject = () => query.resolve([]);
}

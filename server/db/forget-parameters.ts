import type postgres from "postgres";
import { eachQuery } from "./each-query";

interface QueryInside {
  readonly executed: boolean;
  /** As the statement was given them, and as they were sent. */
  args: readonly unknown[];
  parameters?: readonly unknown[];
  resolve(result: unknown): void;
}

const NONE: readonly unknown[] = [];

/**
 * Lets go of a statement's parameters once it is answered. Queries of postgres.js 3.4.9 stay in old memory until the next
 * full collection, and keep whatever they were sent: batches of device messages were copied about by each small collection
 * meanwhile, a fortieth of all the work of a session.
 */
export function forgetParameters(sql: postgres.Sql): void {
  eachQuery(sql, forgetWhenAnswered);
}

function forgetWhenAnswered(query: QueryInside): void {
  if (query.executed) return;
  const { resolve } = query;
  query.resolve = (result) => {
    query.args = NONE;
    query.parameters = NONE;
    resolve(result);
  };
}

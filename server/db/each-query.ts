import type postgres from "postgres";

/** Hooks that have been put on the driver's query class, so that no pool puts one on it twice. */
const hooked = new Map<object, Set<object>>();

/**
 * Has `visit` see each query of the driver before it is handed over for the first time, or once more. `Inside` is what
 * such a query has inside (postgres.js 3.4.9, src/query.js), which the driver's type declarations leave out.
 *
 * Acts on all pools of the process: they share the driver's query class. The same `visit` is put on it once.
 */
export function eachQuery<Inside extends object>(sql: postgres.Sql, visit: (query: Inside) => void): void {
  // A query is not sent before it is awaited, so this one never is.
  const prototype = Object.getPrototypeOf(sql.unsafe("")) as { handle(): unknown };
  const visits = hooked.get(prototype) ?? new Set();
  hooked.set(prototype, visits);
  if (visits.has(visit)) return;
  visits.add(visit);
  const { handle } = prototype;
  prototype.handle = function handleVisited(this: typeof prototype) {
    visit(this as unknown as Inside);
    return handle.call(this);
  };
}

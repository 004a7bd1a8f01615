import type postgres from "postgres";
import { eachQuery } from "./each-query";

interface QueryInside {
  /** Puts the query on a connection: the pool's own for plain queries, one of its own for each transaction's part. */
  readonly handler: object;
  readonly options: { onexecute?: ((connection: ConnectionInside) => unknown) | undefined };
  reject(error: Error): void;
}

/** What the driver's connections have inside (postgres.js 3.4.9, src/connection.js). */
interface ConnectionInside {
  execute(query: QueryInside): unknown;
  /** Set while a transaction holds the connection; the driver clears it when the connection closes. */
  readonly reserved: unknown;
  onclose: ((error: Error) => void) | null;
}

const guarded = new WeakSet<ConnectionInside>();

/**
 * Ends a transaction whose connection was cut. postgres.js 3.4.9 goes on: its `rollback` is written to a socket that is
 * gone, which throws where nobody can catch it and takes the process down (src/connection.js, nextWrite); and what the
 * transaction still says once the connection stands again runs there, outside of any transaction. With this, every
 * further statement of such a transaction is refused with CONNECTION_CLOSED.
 */
export function endCutTransactions(sql: postgres.Sql): void {
  eachQuery(sql, guardTransaction);
}

function guardTransaction({ options, handler }: QueryInside): void {
  const { onexecute } = options;
  // Only the `begin` of a transaction has this: it is how the driver learns which connection it got.
  if (!onexecute) return;
  options.onexecute = (connection) => {
    guard(connection, handler);
    return onexecute(connection);
  };
}

/** `pool` is the handler of queries that belong to no transaction: the driver never puts those on a closed connection. */
function guard(connection: ConnectionInside, pool: object): void {
  if (guarded.has(connection)) return;
  guarded.add(connection);
  let life = 0;
  /** In which life of the connection a transaction, or a part of one, was first seen. */
  const lives = new WeakMap<object, number>();
  const execute = connection.execute;
  connection.execute = (query) => {
    if (query.handler !== pool) {
      if (!lives.has(query.handler) && connection.reserved) lives.set(query.handler, life);
      if (lives.get(query.handler) !== life) {
        query.reject(Object.assign(new Error("The transaction's connection was cut."), { code: "CONNECTION_CLOSED" }));
        return true;
      }
    }
    return execute(query);
  };
  let told: ConnectionInside["onclose"] = null;
  Object.defineProperty(connection, "onclose", {
    get: () => (error: Error) => {
      life += 1;
      told?.(error);
    },
    set: (listener: ConnectionInside["onclose"]) => {
      told = listener;
    },
  });
}

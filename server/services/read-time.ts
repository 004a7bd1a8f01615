import { sql } from "drizzle-orm";
import type { Transaction } from "../db/client";
import { isStatementTimeout } from "../db/database-errors";
import { ServiceError } from "./errors";

/** What reading by somebody's conditions may take. */
const STATEMENT_SECONDS_MAX = 5;

/**
 * Runs statements whose cost somebody else's conditions decide: one that takes longer than five seconds is ended, and
 * with it what its transaction did. `advice` says how to ask for less.
 *
 * Throws ServiceError LIMIT_EXCEEDED then.
 */
export async function withinReadTime<T>(transaction: Transaction, advice: string, run: () => Promise<T>): Promise<T> {
  await transaction.execute(sql.raw(`set local statement_timeout = '${STATEMENT_SECONDS_MAX}s'`));
  try {
    const found = await run();
    await transaction.execute(sql`set local statement_timeout to default`);
    return found;
  } catch (error) {
    if (!isStatementTimeout(error)) throw error;
    throw new ServiceError("LIMIT_EXCEEDED", `This takes longer than ${STATEMENT_SECONDS_MAX} s. ${advice}`);
  }
}

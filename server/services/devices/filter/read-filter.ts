import { sql } from "drizzle-orm";
import type { Transaction } from "../../../db/client";
import { isStatementTimeout } from "../../../db/database-errors";
import { ServiceError } from "../../errors";
import { FilterError } from "./filter-error";
import type { FilterTree } from "./filter-tree";
import { parseFilter } from "./parse-filter";

/** What a filter may cost. */
const STATEMENT_SECONDS_MAX = 5;

/**
 * Reads a filter that somebody wrote. `pointer` names the field of the input that it stands in.
 *
 * Throws ServiceError INVALID_INPUT that names the column.
 */
export function readFilter(filter: string, pointer = "/filter"): FilterTree {
  try {
    return parseFilter(filter);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    const detail = `Column ${error.column}: ${error.message}`;
    throw new ServiceError("INVALID_INPUT", "The filter cannot be read.", [{ pointer, code: "filter", detail }]);
  }
}

/**
 * Runs statements that hold somebody's filter: one that takes longer than five seconds is ended, and with it what its
 * transaction did.
 *
 * Throws ServiceError LIMIT_EXCEEDED then.
 */
export async function withinFilterTime<T>(transaction: Transaction, run: () => Promise<T>): Promise<T> {
  await transaction.execute(sql.raw(`set local statement_timeout = '${STATEMENT_SECONDS_MAX}s'`));
  try {
    const found = await run();
    await transaction.execute(sql`set local statement_timeout to default`);
    return found;
  } catch (error) {
    if (!isStatementTimeout(error)) throw error;
    const advice = "Narrow it down, by manufacturer, model or tag for example.";
    throw new ServiceError("LIMIT_EXCEEDED", `The filter takes longer than ${STATEMENT_SECONDS_MAX} s. ${advice}`);
  }
}

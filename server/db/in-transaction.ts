import type { Database, Transaction } from "./client";
import { isEndedForAnother } from "./database-errors";

/** Runs of one transaction, the first included. */
const RUNS_MAX = 3;

/**
 * A transaction that is run again, a few times, where PostgreSQL ended it so that another one could go on: then nothing of
 * it was done, and nothing was wrong with it. `run` therefore changes nothing outside of the database, and nothing in
 * memory that a second run would find.
 *
 * Throws what `run` throws, and the database's error of the last run.
 */
export async function inTransaction<T>(database: Database, run: (transaction: Transaction) => Promise<T>): Promise<T> {
  for (let runs = 1; runs < RUNS_MAX; runs += 1) {
    try {
      return await database.transaction(run);
    } catch (error) {
      if (!isEndedForAnother(error)) throw error;
    }
  }
  return database.transaction(run);
}

import { and, eq, sql } from "drizzle-orm";
import { idempotencyKeys } from "../../../drizzle/schema/access";
import type { Database, Transaction } from "../../db/client";
import { isLockTimeout } from "../../db/database-errors";
import { inTransaction } from "../../db/in-transaction";

/** How long a second request waits for the first before it is told to come back. */
const TWIN_WAIT = "2s";

/** Which answer is remembered: a caller's key for a method and path, and what was asked. */
export interface IdempotencyClaim {
  readonly callerId: string;
  /** Method and path. */
  readonly route: string;
  readonly key: string;
  /** SHA-256 of what was asked, the same for the same request however it is written. */
  readonly fingerprint: Uint8Array;
}

export interface RememberedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The key was used for another request, or its first request has not ended. Told apart by `code`. */
export class IdempotencyError extends Error {
  readonly code: "KEY_REUSED" | "IN_PROGRESS";

  constructor(code: "KEY_REUSED" | "IN_PROGRESS") {
    super(code === "KEY_REUSED" ? "The key was used for another request." : "The first request is still running.");
    this.name = "IdempotencyError";
    this.code = code;
  }
}

/**
 * Does `effect` once for a claim, whatever happens: the key, the effect and its answer are one transaction, so that a
 * crash leaves all or none. A second request waits for the first, and is given its answer, octet by octet.
 *
 * `effect` runs in a part of the transaction of its own, and again where that was ended for another one's sake. When it throws, `answerTo` says what to answer and remember in
 * place of a result; null: nothing is remembered, and the error goes on.
 *
 * Throws IdempotencyError, and what `effect` throws.
 */
export async function answerOnce(
  database: Database,
  claim: IdempotencyClaim,
  effect: (transaction: Transaction) => Promise<RememberedAnswer>,
  answerTo: (error: unknown) => RememberedAnswer | null,
): Promise<{ readonly answer: RememberedAnswer; readonly replayed: boolean }> {
  const row = and(
    eq(idempotencyKeys.systemId, claim.callerId),
    eq(idempotencyKeys.route, claim.route),
    eq(idempotencyKeys.key, claim.key),
  );
  return inTransaction(database, async (transaction) => {
    if (!(await isFirst(transaction, claim))) {
      const [first] = await transaction.select().from(idempotencyKeys).where(row);
      if (!first || first.status === null) throw new IdempotencyError("IN_PROGRESS");
      if (!Buffer.from(first.fingerprint).equals(claim.fingerprint)) throw new IdempotencyError("KEY_REUSED");
      return {
        answer: { status: first.status, headers: first.headers ?? {}, body: first.body ?? "" },
        replayed: true,
      };
    }
    const answer = await transaction.transaction(effect).catch((error: unknown) => {
      const instead = answerTo(error);
      if (!instead) throw error;
      return instead;
    });
    await transaction.update(idempotencyKeys).set(answer).where(row);
    return { answer, replayed: false };
  });
}

/** Whoever inserts the key is first; another with the same key waits here until that one has committed or failed. */
async function isFirst(transaction: Transaction, claim: IdempotencyClaim): Promise<boolean> {
  await transaction.execute(sql`select set_config('lock_timeout', ${TWIN_WAIT}, true)`);
  const { callerId, ...rest } = claim;
  try {
    const inserted = await transaction
      .insert(idempotencyKeys)
      .values({ systemId: callerId, ...rest })
      .onConflictDoNothing()
      .returning({ key: idempotencyKeys.key });
    // What follows waits as long as any other transaction does.
    await transaction.execute(sql`set local lock_timeout to default`);
    return inserted.length === 1;
  } catch (error) {
    throw isLockTimeout(error) ? new IdempotencyError("IN_PROGRESS") : error;
  }
}

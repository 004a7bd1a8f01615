import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { userSessions } from "../../../drizzle/schema/access";
import type { Transaction } from "../../db/client";

/** Ends the sign-ins of a person, on every node at once; all but the one named by its hash, where one is given. */
export async function endSessions(transaction: Transaction, userId: string, except?: Buffer): Promise<void> {
  await transaction
    .update(userSessions)
    .set({ revokedAt: sql`now()` })
    .where(
      and(
        eq(userSessions.userId, userId),
        isNull(userSessions.revokedAt),
        except === undefined ? undefined : ne(userSessions.sessionHash, except),
      ),
    );
}

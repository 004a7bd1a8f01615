import { and, gt, isNull, type SQL, sql } from "drizzle-orm";
import { userSessions } from "../../../drizzle/schema/access";

/** A session ends after so long without a request. How long it lasts at all stands in its row. */
const IDLE = sql`interval '60 minutes'`;

/** Whether the row of `user_sessions` in the query is a sign-in that holds. */
export function isOpenSession(): SQL | undefined {
  return and(
    isNull(userSessions.revokedAt),
    gt(userSessions.expiresAt, sql`now()`),
    gt(userSessions.lastSeenAt, sql`now() - ${IDLE}`),
  );
}

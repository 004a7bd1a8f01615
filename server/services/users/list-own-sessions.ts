import { and, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { userSessions } from "../../../drizzle/schema/access";
import { useCase } from "../use-case";
import { isOpenSession } from "./open-session";
import { ownKeys } from "./own-account";
import { OwnSessionsView } from "./schemas";

/** Of the newest: nobody looks through more of them. */
const SESSIONS_SHOWN_MAX = 100;

/** Where the person who asks is signed in now, the newest first. */
export const listOwnSessions = useCase({
  name: "user.list_own_sessions",
  scope: "own",
  input: z.strictObject({}),
  output: OwnSessionsView,
  audit: false,
  async run({ principal }, transaction) {
    const { userId, sessionHash } = ownKeys(principal);
    const rows = await transaction
      .select()
      .from(userSessions)
      .where(and(eq(userSessions.userId, userId), isOpenSession()))
      .orderBy(desc(userSessions.createdAt))
      .limit(SESSIONS_SHOWN_MAX);
    const items = rows.map((row) => ({
      id: Buffer.from(row.sessionHash).toString("base64url"),
      isThis: sessionHash.equals(row.sessionHash),
      sourceAddress: row.sourceAddress,
      createdAt: row.createdAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
    }));
    return { items };
  },
});

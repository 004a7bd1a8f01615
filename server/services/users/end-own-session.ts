import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { userSessions } from "../../../drizzle/schema/access";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { isOpenSession } from "./open-session";
import { ownKeys } from "./own-account";
import { EndOwnSessionInput } from "./schemas";

/** Ends one sign-in of the person who asks. Throws ServiceError NOT_FOUND, also for one of others and one that is over. */
export const endOwnSession = useCase({
  name: "user.end_own_session",
  scope: "own",
  input: EndOwnSessionInput,
  output: z.object({}),
  audit: true,
  async run({ principal }, transaction, { id }) {
    const { userId } = ownKeys(principal);
    const ended = await transaction
      .update(userSessions)
      .set({ revokedAt: sql`now()` })
      .where(
        and(
          eq(userSessions.sessionHash, Buffer.from(id, "base64url")),
          eq(userSessions.userId, userId),
          isOpenSession(),
        ),
      )
      .returning({ sourceAddress: userSessions.sourceAddress });
    const [session] = ended;
    if (!session) throw new ServiceError("NOT_FOUND", "There is no such sign-in.");
    return { result: {}, audit: { object: principal.id, after: { ended: session } } };
  },
});

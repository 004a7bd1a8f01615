import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { userSessions } from "../../../drizzle/schema/access";
import { useCase } from "../use-case";
import { ownKeys, refuseWrongPassword } from "./own-account";
import { ProveInput } from "./schemas";

/**
 * Gives the password again, so that sensitive acts are taken from this sign-in for a while.
 *
 * Throws ServiceError INVALID_INPUT for a password that is not the person's.
 */
export const proveAgain = useCase({
  name: "user.prove",
  scope: "own",
  input: ProveInput,
  output: z.object({}),
  audit: true,
  check: (context, { password }) => refuseWrongPassword(context, password, "/password"),
  async run({ principal }, transaction) {
    const { sessionHash } = ownKeys(principal);
    await transaction
      .update(userSessions)
      .set({ provedAt: sql`now()` })
      .where(eq(userSessions.sessionHash, sessionHash));
    return { result: {}, audit: { object: principal.id } };
  },
});

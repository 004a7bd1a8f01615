import { eq, sql } from "drizzle-orm";
import { userSessions, users } from "../../../drizzle/schema/access";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { endSessions } from "./end-sessions";
import { ownKeys, refuseWrongPassword } from "./own-account";
import { hashPassword } from "./password-hash";
import { refuseWeakPassword } from "./password-rules";
import { ChangePasswordInput, UserView } from "./schemas";
import { userView } from "./user-view";

/**
 * Chooses another password. All other sign-ins of the person end: whoever knew the old one is out.
 *
 * Throws ServiceError INVALID_INPUT for a current password that is not right, and for a new one that is guessed at once
 * or is the current one.
 */
export const changeOwnPassword = useCase({
  name: "user.change_own_password",
  scope: "own",
  input: ChangePasswordInput,
  output: UserView,
  audit: true,
  check: (context, { current }) => refuseWrongPassword(context, current, "/current"),
  async run({ principal }, transaction, { current, password }) {
    const { userId, sessionHash } = ownKeys(principal);
    const [person] = await transaction.select().from(users).where(eq(users.userId, userId)).for("no key update");
    if (!person) throw new ServiceError("NOT_FOUND", "There is no such user.");
    if (password === current) {
      throw new ServiceError("INVALID_INPUT", "The password cannot be used.", [
        { pointer: "/password", code: "same", detail: "This is the password that you have. Choose another." },
      ]);
    }
    refuseWeakPassword(password, person);
    const [row] = await transaction
      .update(users)
      .set({ passwordHash: await hashPassword(password), mustChangePassword: false })
      .where(eq(users.userId, userId))
      .returning();
    if (!row) throw new Error("A locked row is gone.");
    await endSessions(transaction, userId, sessionHash);
    await transaction
      .update(userSessions)
      .set({ provedAt: sql`now()` })
      .where(eq(userSessions.sessionHash, sessionHash));
    return { result: userView(row), audit: { object: principal.id } };
  },
});

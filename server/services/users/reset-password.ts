import { eq } from "drizzle-orm";
import { users } from "../../../drizzle/schema/access";
import { useCase } from "../use-case";
import { endSessions } from "./end-sessions";
import { lockUser } from "./find-user";
import { hashPassword } from "./password-hash";
import { forgetFailures } from "./prove-password";
import { randomPassword } from "./random-password";
import { NewPasswordView, UserIdInput } from "./schemas";
import { userView } from "./user-view";

/**
 * Gives a person who lost theirs a password that has to be changed at the next sign-in, ends their sign-ins, and opens an
 * account that too many failures closed. The password is in this answer and nowhere else.
 *
 * Throws ServiceError NOT_FOUND.
 */
export const resetPassword = useCase({
  name: "user.reset_password",
  scope: "users:write",
  sensitive: true,
  input: UserIdInput,
  output: NewPasswordView,
  audit: true,
  async run(_context, transaction, { id }) {
    const { userId, email } = await lockUser(transaction, id);
    const password = randomPassword();
    const [row] = await transaction
      .update(users)
      .set({ passwordHash: await hashPassword(password), mustChangePassword: true })
      .where(eq(users.userId, userId))
      .returning();
    if (!row) throw new Error("A locked row is gone.");
    await endSessions(transaction, userId);
    await forgetFailures(transaction, email);
    return { result: { ...userView(row), password }, audit: { object: id } };
  },
});

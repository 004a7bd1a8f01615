import { and, asc, eq } from "drizzle-orm";
import { users } from "../../../drizzle/schema/access";
import type { Transaction } from "../../db/client";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { endSessions } from "./end-sessions";
import { lockUser } from "./find-user";
import { ChangeUserInput, UserView } from "./schemas";
import { userView } from "./user-view";

/**
 * Renames a person, gives them another role, or takes their access away and gives it back. Another role ends their
 * sign-ins, so that no page stands open with the rights of before.
 *
 * Throws ServiceError NOT_FOUND, and FAILED_PRECONDITION where no administrator would be left.
 */
export const changeUser = useCase({
  name: "user.change",
  scope: "users:write",
  sensitive: true,
  input: ChangeUserInput,
  output: UserView,
  audit: true,
  async run(_context, transaction, input) {
    const administrators = await lockAdministrators(transaction);
    const before = await lockUser(transaction, input.id);
    const change = {
      name: input.name ?? before.name,
      role: input.role ?? before.role,
      disabled: input.disabled ?? before.disabled,
    };
    const isAdministrator = change.role === "administrator" && !change.disabled;
    if (!isAdministrator && administrators.length === 1 && administrators[0] === before.userId) {
      throw new ServiceError("FAILED_PRECONDITION", "This is the last administrator. Make somebody else one first.");
    }
    const [row] = await transaction.update(users).set(change).where(eq(users.userId, before.userId)).returning();
    if (!row) throw new Error("A locked row is gone.");
    if (change.role !== before.role || change.disabled) await endSessions(transaction, before.userId);
    const { name, role, disabled } = before;
    return {
      result: userView(row),
      audit: {
        object: input.id,
        before: { name, role, disabled },
        after: change,
        ...(input.reason !== undefined && { reason: input.reason }),
      },
    };
  },
});

/** Two administrators who take each other's role at once go one after the other: one of them stays. */
async function lockAdministrators(transaction: Transaction): Promise<readonly string[]> {
  const rows = await transaction
    .select({ userId: users.userId })
    .from(users)
    .where(and(eq(users.role, "administrator"), eq(users.disabled, false)))
    .orderBy(asc(users.userId))
    .for("no key update");
  return rows.map(({ userId }) => userId);
}

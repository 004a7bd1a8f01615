import { users } from "../../../drizzle/schema/access";
import { newUuid } from "../../ids";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { hashPassword } from "./password-hash";
import { passwordProblem } from "./password-rules";
import { CreateUserInput, UserView } from "./schemas";
import { userView } from "./user-view";

/** Throws ServiceError INVALID_INPUT for a password that is guessed at once, CONFLICT when the e-mail is taken. */
export const createUser = useCase({
  name: "user.create",
  scope: "users:write",
  input: CreateUserInput,
  output: UserView,
  audit: true,
  async run(_context, transaction, input) {
    const problem = passwordProblem(input.password, input);
    if (problem) throw new ServiceError("INVALID_INPUT", "The password cannot be used.", [problem]);
    const passwordHash = await hashPassword(input.password);
    const [row] = await transaction
      .insert(users)
      .values({ userId: newUuid(), email: input.email, name: input.name, role: input.role, passwordHash })
      .onConflictDoNothing({ target: users.email })
      .returning();
    if (!row) throw new ServiceError("CONFLICT", "A user with this e-mail address exists already.");
    const result = userView(row);
    return { result, audit: { object: result.id, after: { email: row.email, name: row.name, role: row.role } } };
  },
});

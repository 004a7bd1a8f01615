import { count } from "drizzle-orm";
import { users } from "../../../drizzle/schema/access";
import type { Transaction } from "../../db/client";
import { newUuid } from "../../ids";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { hashPassword } from "./password-hash";
import { refuseWeakPassword } from "./password-rules";
import { randomPassword } from "./random-password";
import { CreateUserInput, NewPasswordView } from "./schemas";
import { userView } from "./user-view";

/** Disabled ones count too: they stay, for the audit log's sake. */
const USERS_MAX = 10_000;

/**
 * Makes an account for somebody else. What a person chose or was told for them has to be changed at the first sign-in.
 *
 * Throws ServiceError INVALID_INPUT for a password that is guessed at once, CONFLICT when the e-mail is taken,
 * LIMIT_EXCEEDED for too many accounts.
 */
export const createUser = useCase({
  name: "user.create",
  scope: "users:write",
  sensitive: true,
  input: CreateUserInput,
  output: NewPasswordView,
  audit: true,
  async run({ principal }, transaction, input) {
    await refuseTooMany(transaction);
    const password = input.password ?? randomPassword();
    refuseWeakPassword(password, input);
    const passwordHash = await hashPassword(password);
    // Quickstart keeps what it chose in a file of the very person.
    const mustChangePassword = principal.kind === "user";
    const { email, name, role } = input;
    const [row] = await transaction
      .insert(users)
      .values({ userId: newUuid(), email, name, role, passwordHash, mustChangePassword })
      .onConflictDoNothing({ target: users.email })
      .returning();
    if (!row) throw new ServiceError("CONFLICT", "A user with this e-mail address exists already.");
    const result = userView(row);
    return {
      result: { ...result, password: input.password === undefined ? password : null },
      audit: { object: result.id, after: { email, name, role } },
    };
  },
});

async function refuseTooMany(transaction: Transaction): Promise<void> {
  const [size] = await transaction.select({ users: count() }).from(users);
  if ((size?.users ?? 0) < USERS_MAX) return;
  throw new ServiceError("LIMIT_EXCEEDED", `There are ${USERS_MAX} accounts already.`);
}

import { eq } from "drizzle-orm";
import { users } from "../../../drizzle/schema/access";
import type { Transaction } from "../../db/client";
import { fromPublicId } from "../../ids";
import { ServiceError } from "../errors";

/**
 * The row of a person (`usr_...`), locked until the transaction ends.
 *
 * Throws ServiceError NOT_FOUND.
 */
export async function lockUser(transaction: Transaction, id: string) {
  const userId = fromPublicId("usr", id);
  const [row] = userId
    ? await transaction.select().from(users).where(eq(users.userId, userId)).for("no key update")
    : [];
  if (!row) throw new ServiceError("NOT_FOUND", "There is no such user.");
  return row;
}

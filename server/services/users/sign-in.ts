import type { Database } from "../../db/client";
import { ServiceError } from "../errors";
import { provePassword } from "./prove-password";
import { Email, type UserView } from "./schemas";
import { userView } from "./user-view";

const REFUSED = "The e-mail address or the password is not right, or there were too many attempts. Try again later.";

export interface SignInInput {
  readonly email: string;
  readonly password: string;
  readonly sourceAddress: string;
}

/**
 * Checks an e-mail address and password. Unknown, disabled and paused accounts are refused in the same words.
 *
 * Throws ServiceError UNAUTHENTICATED, or UNAVAILABLE when too many sign in at once.
 */
export async function signIn(database: Database, input: SignInInput): Promise<UserView> {
  const row = await provePassword(database, { ...input, email: Email.safeParse(input.email).data ?? "" });
  if (!row) throw new ServiceError("UNAUTHENTICATED", REFUSED);
  return userView(row);
}

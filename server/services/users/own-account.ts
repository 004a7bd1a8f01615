import { eq } from "drizzle-orm";
import { users } from "../../../drizzle/schema/access";
import { fromPublicId } from "../../ids";
import { ServiceError } from "../errors";
import type { Principal } from "../principal";
import type { CallContext } from "../use-case";
import { provePassword } from "./prove-password";

/** The row and the sign-in of the person who asks. Throws ServiceError FORBIDDEN for everybody else. */
export function ownKeys(principal: Principal): { readonly userId: string; readonly sessionHash: Buffer } {
  const userId = fromPublicId("usr", principal.id);
  if (!userId || !principal.session) throw new ServiceError("FORBIDDEN", "This is for a person who is signed in.");
  return { userId, sessionHash: Buffer.from(principal.session.id, "base64url") };
}

/**
 * Holds a password against that of the person who asks; tries are counted as at the sign-in.
 *
 * Throws ServiceError INVALID_INPUT that points at `pointer`, in the same words for a wrong one and for too many tries.
 */
export async function refuseWrongPassword(context: CallContext, password: string, pointer: string): Promise<void> {
  const { database, sourceAddress, principal } = context;
  const { userId } = ownKeys(principal);
  const [own] = await database.select({ email: users.email }).from(users).where(eq(users.userId, userId));
  if (await provePassword(database, { email: own?.email ?? "", password, sourceAddress })) return;
  throw new ServiceError("INVALID_INPUT", "The password is not right.", [
    {
      pointer,
      code: "wrong_password",
      detail: "This is not your password, or there were too many tries. Try again later.",
    },
  ]);
}

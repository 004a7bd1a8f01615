import { and, eq } from "drizzle-orm";
import { users } from "../../../drizzle/schema/access";
import type { Database } from "../../db/client";
import { type AttemptPolicy, bucketOf, forgetAttempts, pauseLeft, reserveAttempt, returnAttempt } from "../attempts";
import { ServiceError } from "../errors";
import { verifyPassword } from "./password-hash";
import { Email, PASSWORD_CHARACTERS_MAX, type UserView } from "./schemas";
import { userView } from "./user-view";

const DAY = 86_400;
/** Five failures of one account from one address, then pauses of 1, 2, 4 ... s, up to 15 minutes. */
const ACCOUNT_FROM_ADDRESS: AttemptPolicy = {
  failuresMax: 5,
  pause: 1,
  pauseGrowth: 2,
  pauseMax: 900,
  forgetAfter: DAY,
};
/** Fifty failures in 15 minutes from one address, whatever the account. */
const ADDRESS: AttemptPolicy = { failuresMax: 50, pause: 900, pauseGrowth: 1, pauseMax: 900, forgetAfter: 900 };
/** A hundred failures in a row of one account: it stays closed until somebody resets it. */
const ACCOUNT: AttemptPolicy = {
  failuresMax: 100,
  pause: 3_650 * DAY,
  pauseGrowth: 1,
  pauseMax: 3_650 * DAY,
  forgetAfter: 30 * DAY,
};

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
  const email = Email.safeParse(input.email).data;
  const account = `sign-in|${bucketOf(email ?? "")}`;
  const keys = {
    fromAddress: `${account}|${input.sourceAddress}`,
    address: `sign-in||${input.sourceAddress}`,
    account,
  };
  if (email === undefined || [...input.password].length > PASSWORD_CHARACTERS_MAX) throw refused();
  if ((await pauseLeft(database, Object.values(keys))) > 0) throw refused();
  const reserved =
    (await reserveAttempt(database, keys.fromAddress, ACCOUNT_FROM_ADDRESS)) &&
    (await reserveAttempt(database, keys.address, ADDRESS)) &&
    (await reserveAttempt(database, keys.account, ACCOUNT));
  if (!reserved) throw refused();

  const [row] = await database
    .select()
    .from(users)
    .where(and(eq(users.email, email), eq(users.disabled, false)));
  if (!(await verifyPassword(input.password, row?.passwordHash ?? null)) || !row) throw refused();
  await forgetAttempts(database, [keys.fromAddress, keys.account]);
  await returnAttempt(database, keys.address);
  return userView(row);
}

function refused(): ServiceError {
  return new ServiceError("UNAUTHENTICATED", REFUSED);
}

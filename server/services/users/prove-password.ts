import { and, eq } from "drizzle-orm";
import { users } from "../../../drizzle/schema/access";
import type { Database, Transaction } from "../../db/client";
import { type AttemptPolicy, bucketOf, forgetAttempts, pauseLeft, reserveAttempt, returnAttempt } from "../attempts";
import { verifyPassword } from "./password-hash";
import { PASSWORD_CHARACTERS_MAX } from "./schemas";

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

interface Proof {
  /** As it is stored; an empty one is nobody's. */
  readonly email: string;
  readonly password: string;
  readonly sourceAddress: string;
}

/**
 * The person whose password this is; null for a wrong one, an unknown or disabled person, and while tries pause: the
 * same work and the same answer for all of them. Counts the failures.
 *
 * Throws ServiceError UNAVAILABLE when too many passwords are being looked at.
 */
export async function provePassword(database: Database, { email, password, sourceAddress }: Proof) {
  const account = accountKey(email);
  const keys = { fromAddress: `${account}|${sourceAddress}`, address: `sign-in||${sourceAddress}`, account };
  if (email === "" || [...password].length > PASSWORD_CHARACTERS_MAX) return null;
  if ((await pauseLeft(database, Object.values(keys))) > 0) return null;
  const reserved =
    (await reserveAttempt(database, keys.fromAddress, ACCOUNT_FROM_ADDRESS)) &&
    (await reserveAttempt(database, keys.address, ADDRESS)) &&
    (await reserveAttempt(database, keys.account, ACCOUNT));
  if (!reserved) return null;

  const [row] = await database
    .select()
    .from(users)
    .where(and(eq(users.email, email), eq(users.disabled, false)));
  if (!(await verifyPassword(password, row?.passwordHash ?? null)) || !row) return null;
  await forgetAttempts(database, [keys.fromAddress, keys.account]);
  await returnAttempt(database, keys.address);
  return row;
}

/** Opens an account that too many failures closed. Pauses of single addresses end by themselves. */
export async function forgetFailures(database: Database | Transaction, email: string): Promise<void> {
  await forgetAttempts(database, [accountKey(email)]);
}

function accountKey(email: string): string {
  return `sign-in|${bucketOf(email)}`;
}

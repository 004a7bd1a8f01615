import { createHash } from "node:crypto";
import { isIPv6 } from "node:net";
import { and, eq, gt, inArray, sql } from "drizzle-orm";
import { attemptCounters } from "../../../drizzle/schema/access";
import type { Database, Transaction } from "../../db/client";

/** How many failures a key may have, and how long it then pauses. Times in seconds. */
export interface AttemptPolicy {
  /** The failure with this number brings the first pause. */
  readonly failuresMax: number;
  readonly pause: number;
  /** Each further failure multiplies the pause by this. */
  readonly pauseGrowth: 1 | 2;
  readonly pauseMax: number;
  /** Without a failure for this long the key starts anew. */
  readonly forgetAfter: number;
}

/**
 * Counts an attempt as failed before it is made, so that many at once cannot pass together; `forgetAttempts` takes it
 * back when it succeeds. False: the key pauses, nothing was counted, and the attempt must not be made.
 */
export async function reserveAttempt(database: Database, key: string, policy: AttemptPolicy): Promise<boolean> {
  const { failuresMax, pause, pauseGrowth, pauseMax, forgetAfter } = policy;
  const failures = sql`case when ${attemptCounters.updatedAt} < now() - make_interval(secs => ${forgetAfter})
    then 1 else ${attemptCounters.failures} + 1 end`;
  // The exponent is capped: 2^30 s is beyond every pause, and a float must not overflow.
  const pauseOf = (count: ReturnType<typeof sql>) =>
    sql`case when ${count} >= ${failuresMax}::integer then now() + make_interval(secs =>
      least(${pauseMax}::float8, ${pause}::float8 * power(${pauseGrowth}::float8, least(30, ${count} - ${failuresMax}::integer)))) end`;
  const counted = await database
    .insert(attemptCounters)
    .values({ key, failures: 1, blockedUntil: pauseOf(sql`1`), updatedAt: sql`now()` })
    .onConflictDoUpdate({
      target: attemptCounters.key,
      set: { failures, blockedUntil: pauseOf(failures), updatedAt: sql`now()` },
      setWhere: sql`${attemptCounters.blockedUntil} is null or ${attemptCounters.blockedUntil} <= now()`,
    })
    .returning({ key: attemptCounters.key });
  return counted.length === 1;
}

/** Counts one and answers how many there were in the window under way; the window begins with the first that is counted. */
export async function countInWindow(database: Database, key: string, windowSeconds: number): Promise<number> {
  const isOver = sql`${attemptCounters.blockedUntil} <= now()`;
  const windowEnd = sql`now() + make_interval(secs => ${windowSeconds})`;
  const [row] = await database
    .insert(attemptCounters)
    .values({ key, failures: 1, blockedUntil: windowEnd, updatedAt: sql`now()` })
    .onConflictDoUpdate({
      target: attemptCounters.key,
      set: {
        failures: sql`case when ${isOver} then 1 else ${attemptCounters.failures} + 1 end`,
        blockedUntil: sql`case when ${isOver} then ${windowEnd} else ${attemptCounters.blockedUntil} end`,
        updatedAt: sql`now()`,
      },
    })
    .returning({ failures: attemptCounters.failures });
  return row?.failures ?? 1;
}

/** Seconds until the last of the keys that pause may try again; 0 when none pauses. */
export async function pauseLeft(database: Database, keys: readonly string[]): Promise<number> {
  const [row] = await database
    .select({
      left: sql<number | null>`ceil(extract(epoch from max(${attemptCounters.blockedUntil}) - now()))::integer`,
    })
    .from(attemptCounters)
    .where(and(inArray(attemptCounters.key, [...keys]), gt(attemptCounters.blockedUntil, sql`now()`)));
  return Math.max(0, row?.left ?? 0);
}

/** The attempt succeeded: the keys start anew. */
export async function forgetAttempts(database: Database | Transaction, keys: readonly string[]): Promise<void> {
  await database.delete(attemptCounters).where(inArray(attemptCounters.key, [...keys]));
}

/** Takes back one reserved attempt of a key that others share. */
export async function returnAttempt(database: Database, key: string): Promise<void> {
  await database
    .update(attemptCounters)
    .set({ failures: sql`greatest(0, ${attemptCounters.failures} - 1)`, blockedUntil: null })
    .where(eq(attemptCounters.key, key));
}

/** The /24 or /64 an address lies in: what one attacker has at will. */
export function networkOf(address: string): string {
  const mapped = address.startsWith("::ffff:") ? address.slice(7) : address;
  if (!isIPv6(mapped)) return mapped.slice(0, Math.max(mapped.lastIndexOf("."), 0)) || mapped;
  const [head = "", tail] = mapped.split("::");
  const groups = head.split(":").filter(Boolean);
  const after = tail?.split(":").filter(Boolean) ?? [];
  const zeros = tail === undefined ? 0 : 8 - groups.length - after.length;
  return [...groups, ...Array<string>(zeros).fill("0"), ...after].slice(0, 4).join(":");
}

/** A short name for a text that a stranger chose: such texts never become keys of a table as they are. */
export function bucketOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

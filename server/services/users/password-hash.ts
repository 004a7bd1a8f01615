import { type Algorithm, hash, verify } from "@node-rs/argon2";
import { ServiceError } from "../errors";

/** Argon2id with the first choice of the OWASP password storage cheat sheet: 46 MiB, one pass, one lane. */
const OPTIONS = {
  // The package's enum is a const enum, which isolated modules cannot read: 2 is Argon2id.
  algorithm: 2 satisfies Algorithm.Argon2id as Algorithm,
  memoryCost: 47_104,
  timeCost: 1,
  parallelism: 1,
} as const;

/** Each hash takes 46 MiB and a core for some 30 ms. */
const HASHES_AT_ONCE_MAX = 4;
const HASHES_WAITING_MAX = 100;

/** Of a password nobody has: an unknown user costs the same work as a known one. */
const NOBODYS_HASH =
  "$argon2id$v=19$m=47104,t=1,p=1$6YYuzO8zdKBK3sbH3zhoQg$uFn+wYVpfsNE6xzceuR1qFTyOF1GG2KO9P1xLaq1M4o";

let running = 0;
const waiting: (() => void)[] = [];

export async function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, OPTIONS));
}

/** `stored` null: no such user; the work is done all the same and the answer is false. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const matches = await inTurn(() => verify(stored ?? NOBODYS_HASH, password));
  return matches && stored !== null;
}

/** Throws ServiceError UNAVAILABLE when too many wait already. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= HASHES_AT_ONCE_MAX) {
    if (waiting.length >= HASHES_WAITING_MAX) throw new ServiceError("UNAVAILABLE", "Too many sign-ins at once.");
    // The one that ends hands its place over, so `running` stays as it is.
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running += 1;
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

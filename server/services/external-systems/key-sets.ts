import { z } from "zod";
import { asFetchError, type SafeFetch } from "../../adapters/safe-fetch";
import { ServiceError } from "../errors";
import { PublicKey } from "./schemas";

/** The public keys that systems keep at an address of their own (JWK Set, RFC 7517 5). */
export interface KeySets {
  /**
   * The keys that can sign assertions at an address, as they were lately; fetched again when `kid` is not among them.
   *
   * Throws ServiceError UNAVAILABLE while they cannot be had.
   */
  keysAt(url: string, kid: string | undefined): Promise<readonly PublicKey[]>;
}

const BOUNDS = { connectMs: 3_000, idleMs: 3_000, totalMs: 5_000, octetsMax: 65_536, redirectsMax: 0 };
/** How long keys are taken without asking again; a key that is taken away is taken no longer than this. */
const FRESH_MS = 300_000;
/** No address is asked more often, whatever strangers send us. */
const PAUSE_MS = 30_000;
const ADDRESSES_KEPT_MAX = 1_000;
const SET_KEYS_MAX = 50;
const SIGNING_KEYS_MAX = 10;

const KeySet = z.object({ keys: z.array(z.record(z.string(), z.unknown())).max(SET_KEYS_MAX) });
/** What is known of a key here; its other members (certificates, key_ops) decide nothing. */
const MEMBERS = ["kty", "kid", "use", "alg", "crv", "x", "y", "n", "e"];

interface Kept {
  readonly askedAt: number;
  readonly keys: Promise<readonly PublicKey[]>;
}

/** `now`: milliseconds since the epoch. */
export function createKeySets(fetch: SafeFetch, now: () => number = Date.now): KeySets {
  const kept = new Map<string, Kept>();
  const ask = (url: string): Kept => {
    const asked = { askedAt: now(), keys: fetchKeys(fetch, url) };
    kept.delete(url);
    kept.set(url, asked);
    const [oldest] = kept.keys();
    if (kept.size > ADDRESSES_KEPT_MAX && oldest !== undefined) kept.delete(oldest);
    return asked;
  };
  return {
    async keysAt(url, kid) {
      const known = kept.get(url);
      if (!known) return ask(url).keys;
      const age = now() - known.askedAt;
      if (age < PAUSE_MS) return known.keys;
      if (age >= FRESH_MS) return ask(url).keys;
      const keys = await known.keys.catch(() => null);
      const isThere = keys !== null && (kid === undefined || keys.some((key) => key.kid === kid));
      return isThere ? keys : ask(url).keys;
    },
  };
}

async function fetchKeys(fetch: SafeFetch, url: string): Promise<readonly PublicKey[]> {
  try {
    const answer = await fetch(url, {
      bounds: BOUNDS,
      headers: { Accept: "application/jwk-set+json, application/json" },
    });
    const chunks: Uint8Array[] = [];
    for await (const chunk of answer.body) chunks.push(chunk);
    if (answer.status !== 200) throw unavailable(`its host answered ${answer.status}`);
    const set = KeySet.safeParse(jsonOf(Buffer.concat(chunks)));
    if (!set.success) throw unavailable("there is no JWK Set");
    return set.data.keys.flatMap(signingKeyOf).slice(0, SIGNING_KEYS_MAX);
  } catch (error) {
    const known = asFetchError(error);
    throw known ? unavailable(known.message) : error;
  }
}

function jsonOf(octets: Buffer): unknown {
  try {
    return JSON.parse(octets.toString("utf8"));
  } catch {
    return null;
  }
}

/** A key of a kind that is taken; none for the others, which a set may hold for others. */
function signingKeyOf(key: Readonly<Record<string, unknown>>): PublicKey[] {
  const parsed = PublicKey.safeParse(
    Object.fromEntries(Object.entries(key).filter(([name]) => MEMBERS.includes(name))),
  );
  return parsed.success ? [parsed.data] : [];
}

function unavailable(why: string): ServiceError {
  return new ServiceError("UNAVAILABLE", `The client's keys cannot be read at its jwksUrl: ${why}`);
}

import { and, eq, gt, sql } from "drizzle-orm";
import { accessTokens, apiCredentials, externalSystems } from "../../../drizzle/schema/access";
import type { Database } from "../../db/client";
import type { Principal } from "../principal";
import { allowedGroups } from "./allowed-groups";
import { hashOf, looksLikeAccessToken, sameHash } from "./credential-format";
import { isUsable } from "./find-client";
import { systemPrincipal } from "./system-principal";

/** How long a revoked token, credential or scope may still work on a node. */
const CACHE_MS = 5_000;
const CACHED_TOKENS_MAX = 10_000;

/** Who holds an access token, and by which credential. */
export interface TokenHolder {
  readonly principal: Principal;
  readonly clientId: string;
}

/**
 * Answers who holds an access token; null when it is none, or no longer one, or is bound to another certificate than
 * that of the connection (its SHA-256; null: there is none).
 */
export type TokenAuthenticator = (
  token: string,
  certificateThumbprint: Uint8Array | null,
) => Promise<TokenHolder | null>;

interface FoundHolder extends TokenHolder {
  readonly certificateThumbprint: Uint8Array | null;
  readonly expiresAt: Date;
}

interface CachedHolder {
  readonly holder: FoundHolder;
  readonly until: number;
}

/** `now` gives milliseconds since the epoch. Keep one authenticator per process: it holds the cache. */
export function createTokenAuthenticator(database: Database, now: () => number = Date.now): TokenAuthenticator {
  const cache = new Map<string, CachedHolder>();
  /** Who comes while a token is looked up waits for that: a busy system's requests would all ask at once. */
  const underWay = new Map<string, Promise<FoundHolder | null>>();
  const holderOf = async (token: string): Promise<FoundHolder | null> => {
    const hash = hashOf(token);
    const key = hash.toString("base64");
    const cached = cache.get(key);
    if (cached && cached.until > now()) return cached.holder;
    cache.delete(key);
    const asked = underWay.get(key) ?? lookUp(hash, key).finally(() => underWay.delete(key));
    underWay.set(key, asked);
    return asked;
  };
  const lookUp = async (hash: Buffer, key: string): Promise<FoundHolder | null> => {
    const askedAt = now();
    const holder = await findHolder(database, hash);
    if (!holder) return null;
    const oldest = cache.keys().next();
    if (cache.size >= CACHED_TOKENS_MAX && !oldest.done) cache.delete(oldest.value);
    cache.set(key, { holder, until: Math.min(askedAt + CACHE_MS, holder.expiresAt.getTime()) });
    return holder;
  };
  return async (token, presented) => {
    const holder = looksLikeAccessToken(token) ? await holderOf(token) : null;
    if (!holder) return null;
    const bound = holder.certificateThumbprint;
    return bound === null || (presented !== null && sameHash(bound, presented)) ? holder : null;
  };
}

async function findHolder(database: Database, tokenHash: Buffer): Promise<FoundHolder | null> {
  const [row] = await database
    .select({
      systemId: externalSystems.systemId,
      name: externalSystems.name,
      realm: externalSystems.realm,
      granted: externalSystems.scopes,
      allowedGroupIds: externalSystems.allowedGroupIds,
      idempotencyKeyRequired: externalSystems.idempotencyKeyRequired,
      clientId: accessTokens.clientId,
      scopes: accessTokens.scopes,
      certificateThumbprint: accessTokens.certificateThumbprint,
      expiresAt: accessTokens.expiresAt,
    })
    .from(accessTokens)
    .innerJoin(apiCredentials, eq(apiCredentials.clientId, accessTokens.clientId))
    .innerJoin(externalSystems, eq(externalSystems.systemId, apiCredentials.systemId))
    .where(and(eq(accessTokens.tokenHash, tokenHash), gt(accessTokens.expiresAt, sql`now()`), isUsable()));
  if (!row) return null;
  const { clientId, certificateThumbprint, expiresAt, granted } = row;
  const scopes = row.scopes.filter((scope) => granted.includes(scope));
  const deviceGroups = await allowedGroups(database, row.allowedGroupIds);
  return { clientId, certificateThumbprint, expiresAt, principal: systemPrincipal(row, scopes, deviceGroups) };
}

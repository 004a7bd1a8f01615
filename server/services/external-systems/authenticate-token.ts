import { and, eq, gt, isNull, or, sql } from "drizzle-orm";
import { accessTokens, apiCredentials, externalSystems } from "../../../drizzle/schema/access";
import type { Database } from "../../db/client";
import { toPublicId } from "../../ids";
import { type Principal, Scope } from "../principal";
import { hashOf, looksLikeAccessToken } from "./credential-format";

/** How long a revoked token, credential or scope may still work on a node. */
const CACHE_MS = 5_000;
const CACHED_TOKENS_MAX = 10_000;

/** Answers who holds an access token; null when it is none, or no longer one. */
export type TokenAuthenticator = (token: string) => Promise<Principal | null>;

interface CachedPrincipal {
  readonly principal: Principal;
  readonly until: number;
}

/** `now` gives milliseconds since the epoch. Keep one authenticator per process: it holds the cache. */
export function createTokenAuthenticator(database: Database, now: () => number = Date.now): TokenAuthenticator {
  const cache = new Map<string, CachedPrincipal>();
  return async (token) => {
    if (!looksLikeAccessToken(token)) return null;
    const hash = hashOf(token);
    const key = hash.toString("base64");
    const cached = cache.get(key);
    if (cached && cached.until > now()) return cached.principal;
    cache.delete(key);
    const askedAt = now();
    const found = await findHolder(database, hash);
    if (!found) return null;
    const oldest = cache.keys().next();
    if (cache.size >= CACHED_TOKENS_MAX && !oldest.done) cache.delete(oldest.value);
    cache.set(key, { principal: found.principal, until: Math.min(askedAt + CACHE_MS, found.expiresAt.getTime()) });
    return found.principal;
  };
}

async function findHolder(
  database: Database,
  tokenHash: Buffer,
): Promise<{ readonly principal: Principal; readonly expiresAt: Date } | null> {
  const [row] = await database
    .select({
      systemId: externalSystems.systemId,
      name: externalSystems.name,
      realm: externalSystems.realm,
      granted: externalSystems.scopes,
      scopes: accessTokens.scopes,
      expiresAt: accessTokens.expiresAt,
    })
    .from(accessTokens)
    .innerJoin(apiCredentials, eq(apiCredentials.clientId, accessTokens.clientId))
    .innerJoin(externalSystems, eq(externalSystems.systemId, apiCredentials.systemId))
    .where(
      and(
        eq(accessTokens.tokenHash, tokenHash),
        gt(accessTokens.expiresAt, sql`now()`),
        eq(externalSystems.disabled, false),
        isNull(apiCredentials.revokedAt),
        or(isNull(apiCredentials.expiresAt), gt(apiCredentials.expiresAt, sql`now()`)),
      ),
    );
  if (!row) return null;
  const scopes = Scope.options.filter((scope) => row.scopes.includes(scope) && row.granted.includes(scope));
  return {
    expiresAt: row.expiresAt,
    principal: {
      kind: "system",
      id: toPublicId("xs", row.systemId),
      name: row.name,
      realm: row.realm,
      scopes: new Set(scopes),
    },
  };
}

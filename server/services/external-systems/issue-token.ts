import { and, eq, gt, isNull, lt, or, sql } from "drizzle-orm";
import { accessTokens, apiCredentials, externalSystems } from "../../../drizzle/schema/access";
import type { Database } from "../../db/client";
import { toPublicId } from "../../ids";
import { type AttemptPolicy, bucketOf, networkOf, pauseLeft, reserveAttempt } from "../attempts";
import { writeAuditEntry } from "../audit/write-audit-entry";
import { Scope } from "../principal";
import { hashOf, newAccessToken, sameHash } from "./credential-format";
import { TokenError } from "./token-error";

const TOKEN_LIFE_SECONDS = 600;

/** Ten failures a minute of one client from one network. */
const FAILED_REQUESTS: AttemptPolicy = { failuresMax: 10, pause: 60, pauseGrowth: 1, pauseMax: 60, forgetAfter: 60 };

export interface TokenRequest {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Wanted scopes, parted by spaces; all of the system's when left out. */
  readonly scope?: string;
  readonly sourceAddress: string;
  readonly requestId: string;
}

export interface IssuedToken {
  readonly accessToken: string;
  /** Seconds. */
  readonly expiresIn: number;
  readonly scopes: readonly Scope[];
}

/**
 * Client credentials grant (RFC 6749 4.4). The token is opaque and only its SHA-256 is stored, so that revoking,
 * disabling or narrowing a system acts on tokens that are out already.
 *
 * Throws TokenError. An unknown client is refused as one with a wrong secret.
 */
export async function issueToken(database: Database, request: TokenRequest): Promise<IssuedToken> {
  const attemptKey = `token|${bucketOf(request.clientId)}|${networkOf(request.sourceAddress)}`;
  const pause = await pauseLeft(database, [attemptKey]);
  if (pause > 0) throw new TokenError("rate_limited", "Too many failed requests. Try again later.", pause);

  const system = await findClient(database, request.clientId);
  // An unknown client costs the same comparison.
  const matches = sameHash(hashOf(request.clientSecret), system?.secretHash ?? hashOf(""));
  if (!system || !matches) {
    await reserveAttempt(database, attemptKey, FAILED_REQUESTS);
    throw new TokenError("invalid_client", "The client is unknown or its secret is not right.");
  }

  const scopes = narrowScopes(system.scopes, request.scope);
  const accessToken = newAccessToken();
  const principal = {
    kind: "system" as const,
    id: toPublicId("xs", system.systemId),
    name: system.name,
    realm: system.realm,
    scopes: new Set(scopes),
  };
  await database.transaction(async (transaction) => {
    await transaction.insert(accessTokens).values({
      tokenHash: hashOf(accessToken),
      clientId: request.clientId,
      scopes: [...scopes],
      expiresAt: sql`now() + make_interval(secs => ${TOKEN_LIFE_SECONDS})`,
    });
    // Once a minute is enough, and many tokens at once then do not queue for the row.
    await transaction
      .update(apiCredentials)
      .set({ lastUsedAt: sql`now()` })
      .where(
        and(
          eq(apiCredentials.clientId, request.clientId),
          or(isNull(apiCredentials.lastUsedAt), lt(apiCredentials.lastUsedAt, sql`now() - interval '1 minute'`)),
        ),
      );
    await writeAuditEntry(transaction, { ...request, principal }, "token.issue", {
      object: principal.id,
      after: { clientId: request.clientId, scopes },
    });
  });
  return { accessToken, expiresIn: TOKEN_LIFE_SECONDS, scopes };
}

async function findClient(database: Database, clientId: string) {
  const [system] = await database
    .select({
      systemId: externalSystems.systemId,
      name: externalSystems.name,
      realm: externalSystems.realm,
      scopes: externalSystems.scopes,
      secretHash: apiCredentials.secretHash,
    })
    .from(apiCredentials)
    .innerJoin(externalSystems, eq(externalSystems.systemId, apiCredentials.systemId))
    .where(
      and(
        eq(apiCredentials.clientId, clientId),
        eq(externalSystems.disabled, false),
        isNull(apiCredentials.revokedAt),
        or(isNull(apiCredentials.expiresAt), gt(apiCredentials.expiresAt, sql`now()`)),
      ),
    );
  return system;
}

function narrowScopes(granted: readonly string[], wanted: string | undefined): readonly Scope[] {
  const known = Scope.options.filter((scope) => granted.includes(scope));
  if (wanted === undefined) return known;
  const names = new Set(wanted.split(" ").filter(Boolean));
  const narrowed = known.filter((scope) => names.has(scope));
  if (names.size === 0 || narrowed.length !== names.size) {
    throw new TokenError("invalid_scope", "A wanted scope is unknown or was not granted to this client.");
  }
  return narrowed;
}

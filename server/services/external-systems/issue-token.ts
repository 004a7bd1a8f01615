import { and, eq, sql } from "drizzle-orm";
import { accessTokens, apiCredentials } from "../../../drizzle/schema/access";
import type { Database } from "../../db/client";
import { writeAuditEntry } from "../audit/write-audit-entry";
import { Scope } from "../principal";
import { authenticateClient } from "./authenticate-client";
import type { ClientRequest } from "./client-proof";
import { hashOf, newAccessToken } from "./credential-format";
import { notLately } from "./find-client";
import { systemPrincipal } from "./system-principal";
import { TokenError } from "./token-error";

const TOKEN_LIFE_SECONDS = 600;

export interface TokenRequest extends ClientRequest {
  /** Wanted scopes, parted by spaces; all of the system's when left out. */
  readonly scope?: string;
}

export interface IssuedToken {
  readonly accessToken: string;
  /** Seconds. */
  readonly expiresIn: number;
  readonly scopes: readonly Scope[];
  /** Public id of the system that has it. */
  readonly systemId: string;
}

/**
 * Client credentials grant (RFC 6749 4.4). The token is opaque and only its SHA-256 is stored, so that revoking,
 * disabling or narrowing a system acts on tokens that are out already. One that is got over a connection with a
 * client certificate works with that certificate only (RFC 8705 3).
 *
 * Throws TokenError.
 */
export async function issueToken(database: Database, request: TokenRequest): Promise<IssuedToken> {
  const client = await authenticateClient(database, request);
  const scopes = narrowScopes(client.scopes, request.scope);
  const accessToken = newAccessToken();
  const { sourceAddress, requestId } = request;
  const principal = systemPrincipal(client, scopes, []);
  await database.transaction(async (transaction) => {
    await transaction.insert(accessTokens).values({
      tokenHash: hashOf(accessToken),
      clientId: client.clientId,
      scopes: [...scopes],
      certificateThumbprint: request.certificateThumbprint,
      expiresAt: sql`now() + make_interval(secs => ${TOKEN_LIFE_SECONDS})`,
    });
    await transaction
      .update(apiCredentials)
      .set({ lastUsedAt: sql`now()` })
      .where(and(eq(apiCredentials.clientId, client.clientId), notLately(apiCredentials.lastUsedAt)));
    await writeAuditEntry(transaction, { principal, sourceAddress, requestId }, "token.issue", {
      object: principal.id,
      after: { clientId: client.clientId, scopes },
    });
  });
  return { accessToken, expiresIn: TOKEN_LIFE_SECONDS, scopes, systemId: principal.id };
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

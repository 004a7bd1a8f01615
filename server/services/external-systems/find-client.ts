import { type AnyColumn, and, eq, gt, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { apiCredentials, clientSecrets, externalSystems } from "../../../drizzle/schema/access";
import type { Database } from "../../db/client";

/** The credential works now: it, its system and their time. */
export function isUsable(): SQL | undefined {
  return and(
    eq(externalSystems.disabled, false),
    or(isNull(externalSystems.expiresAt), gt(externalSystems.expiresAt, sql`now()`)),
    isNull(apiCredentials.revokedAt),
    or(isNull(apiCredentials.expiresAt), gt(apiCredentials.expiresAt, sql`now()`)),
  );
}

/** A credential that works now, with its system; undefined for any other id. */
export async function findClient(database: Database, clientId: string) {
  const [client] = await database
    .select({
      clientId: apiCredentials.clientId,
      method: apiCredentials.method,
      keys: apiCredentials.keys,
      jwksUrl: apiCredentials.jwksUrl,
      certificateThumbprint: apiCredentials.certificateThumbprint,
      systemId: externalSystems.systemId,
      name: externalSystems.name,
      realm: externalSystems.realm,
      scopes: externalSystems.scopes,
      idempotencyKeyRequired: externalSystems.idempotencyKeyRequired,
    })
    .from(apiCredentials)
    .innerJoin(externalSystems, eq(externalSystems.systemId, apiCredentials.systemId))
    .where(and(eq(apiCredentials.clientId, clientId), isUsable()));
  return client;
}

export type Client = NonNullable<Awaited<ReturnType<typeof findClient>>>;

/** The secrets of a credential that are taken now. */
export function liveSecrets(clientId: string): SQL | undefined {
  return and(
    eq(clientSecrets.clientId, clientId),
    or(isNull(clientSecrets.expiresAt), gt(clientSecrets.expiresAt, sql`now()`)),
  );
}

/** Once a minute is enough to say when something was last used; many requests at once then do not queue for the row. */
export function notLately(lastUsedAt: AnyColumn): SQL | undefined {
  return or(isNull(lastUsedAt), lt(lastUsedAt, sql`now() - interval '1 minute'`));
}

import { and, eq } from "drizzle-orm";
import { accessTokens } from "../../../drizzle/schema/access";
import type { Database } from "../../db/client";
import { writeAuditEntry } from "../audit/write-audit-entry";
import { authenticateClient } from "./authenticate-client";
import type { ClientRequest } from "./client-proof";
import { hashOf } from "./credential-format";
import { systemPrincipal } from "./system-principal";

export interface RevocationRequest extends ClientRequest {
  readonly token: string;
}

/**
 * Ends an access token of the client before its time (RFC 7009). A token that is none, or another client's, is left
 * alone without a word: whoever asks does not learn whether it is one.
 *
 * Throws TokenError.
 */
export async function revokeToken(database: Database, request: RevocationRequest): Promise<void> {
  const client = await authenticateClient(database, request);
  const { sourceAddress, requestId } = request;
  await database.transaction(async (transaction) => {
    const ended = await transaction
      .delete(accessTokens)
      .where(and(eq(accessTokens.tokenHash, hashOf(request.token)), eq(accessTokens.clientId, client.clientId)))
      .returning({ clientId: accessTokens.clientId });
    if (ended.length === 0) return;
    const principal = systemPrincipal(client, client.scopes, []);
    await writeAuditEntry(transaction, { principal, sourceAddress, requestId }, "token.revoke", {
      object: principal.id,
      after: { clientId: client.clientId },
    });
  });
}

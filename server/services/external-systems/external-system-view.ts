import { desc, inArray, sql } from "drizzle-orm";
import { apiCredentials, clientSecrets, type externalSystems } from "../../../drizzle/schema/access";
import type { Transaction } from "../../db/client";
import { toPublicId } from "../../ids";
import { Scope } from "../principal";
import type { CredentialView, ExternalSystemView } from "./schemas";

type SystemRow = typeof externalSystems.$inferSelect;
type CredentialRow = typeof apiCredentials.$inferSelect;
type SecretRow = typeof clientSecrets.$inferSelect;

/** Systems with their credentials, in the order given. No secret is in them, nor its hash. */
export async function externalSystemViews(
  transaction: Transaction,
  rows: readonly SystemRow[],
): Promise<ExternalSystemView[]> {
  if (rows.length === 0) return [];
  const systemIds = rows.map((row) => row.systemId);
  const credentials = await transaction
    .select()
    .from(apiCredentials)
    .where(inArray(apiCredentials.systemId, systemIds))
    .orderBy(desc(apiCredentials.createdAt), apiCredentials.clientId);
  const views = await credentialViews(transaction, credentials);
  return rows.map((row) => ({
    id: toPublicId("xs", row.systemId),
    name: row.name,
    realm: row.realm,
    scopes: Scope.options.filter((scope) => row.scopes.includes(scope)),
    disabled: row.disabled,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    destructiveDevicesPerHour: row.destructiveDevicesPerHour,
    allowedGroupIds: row.allowedGroupIds?.map((groupId) => toPublicId("grp", groupId)) ?? null,
    idempotencyKeyRequired: row.idempotencyKeyRequired,
    createdAt: row.createdAt.toISOString(),
    credentials: views.filter((_view, i) => credentials[i]?.systemId === row.systemId),
  }));
}

/** Credentials with their live secrets, in the order given. */
export async function credentialViews(
  transaction: Transaction,
  rows: readonly CredentialRow[],
): Promise<CredentialView[]> {
  if (rows.length === 0) return [];
  const clientIds = rows.map((row) => row.clientId);
  const secrets = await transaction
    .select()
    .from(clientSecrets)
    .where(sql`${inArray(clientSecrets.clientId, clientIds)}
      and (${clientSecrets.expiresAt} is null or ${clientSecrets.expiresAt} > now())`)
    .orderBy(desc(clientSecrets.createdAt));
  return rows.map((row) =>
    credentialView(
      row,
      secrets.filter(({ clientId }) => clientId === row.clientId),
    ),
  );
}

function credentialView(row: CredentialRow, secrets: readonly SecretRow[]): CredentialView {
  return {
    clientId: row.clientId,
    method: row.method,
    secrets: secrets.map(({ secretId, createdAt, expiresAt, lastUsedAt }) => ({
      id: secretId,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt?.toISOString() ?? null,
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    })),
    jwksUrl: row.jwksUrl,
    keys: row.keys.map(({ kty, kid }) => ({ kty, kid: kid ?? null })),
    certificateThumbprint: row.certificateThumbprint && Buffer.from(row.certificateThumbprint).toString("base64url"),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}

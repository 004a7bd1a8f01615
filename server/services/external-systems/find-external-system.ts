import { eq } from "drizzle-orm";
import { apiCredentials, externalSystems } from "../../../drizzle/schema/access";
import type { Transaction } from "../../db/client";
import { fromPublicId, toPublicId } from "../../ids";
import { ServiceError } from "../errors";

/**
 * The row of a system (`xs_...`), locked until the transaction ends: one change of a system at a time.
 *
 * Throws ServiceError NOT_FOUND.
 */
export async function lockExternalSystem(transaction: Transaction, id: string) {
  const systemId = fromPublicId("xs", id);
  const [row] = systemId
    ? await transaction
        .select()
        .from(externalSystems)
        .where(eq(externalSystems.systemId, systemId))
        .for("no key update")
    : [];
  if (!row) throw new ServiceError("NOT_FOUND", "There is no such External System.");
  return row;
}

/**
 * The row of a credential that was not revoked, locked until the transaction ends, and its system's public id.
 *
 * Throws ServiceError NOT_FOUND, and FAILED_PRECONDITION for a revoked one.
 */
export async function lockCredential(transaction: Transaction, clientId: string) {
  const [row] = await transaction
    .select()
    .from(apiCredentials)
    .where(eq(apiCredentials.clientId, clientId))
    .for("no key update");
  if (!row) throw new ServiceError("NOT_FOUND", "There is no such credential.");
  if (row.revokedAt) throw new ServiceError("FAILED_PRECONDITION", "The credential was revoked. Add a new one.");
  return { credential: row, systemPublicId: toPublicId("xs", row.systemId) };
}

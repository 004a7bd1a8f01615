import { and, eq } from "drizzle-orm";
import { deviceImports } from "../../../drizzle/schema/device-imports";
import type { Transaction } from "../../db/client";
import { fromPublicId } from "../../ids";
import { ServiceError } from "../errors";
import type { Principal } from "../principal";

/**
 * The import with a public id (`imp_...`): people see those of their realm, an External System its own.
 *
 * Throws ServiceError NOT_FOUND, the same for an import of others and for none.
 */
export async function findImport(transaction: Transaction, { kind, id: ownerId, realm }: Principal, id: string) {
  const importId = fromPublicId("imp", id);
  const isOwn = kind === "system" ? eq(deviceImports.ownerId, ownerId) : undefined;
  const [row] = importId
    ? await transaction
        .select()
        .from(deviceImports)
        .where(and(eq(deviceImports.importId, importId), eq(deviceImports.realm, realm), isOwn))
    : [];
  if (!row) throw new ServiceError("NOT_FOUND", "There is no such import.");
  return row;
}

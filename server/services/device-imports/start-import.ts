import { deviceImports } from "../../../drizzle/schema/device-imports";
import { newUuid } from "../../ids";
import { refuseLimited } from "../devices/register-device";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { importView } from "./import-view";
import { ImportView, StartImportInput } from "./schemas";

/**
 * Begins an import of devices; its lines follow (`receiveImport`), and are registered in the caller's name.
 *
 * Throws ServiceError FORBIDDEN for columns with credentials without the scope for them, and for a system that is limited
 * to device groups; CONFLICT while another import has the same Idempotency-Key.
 */
export const startImport = useCase({
  name: "device_import.start",
  scope: "devices:write",
  input: StartImportInput,
  output: ImportView,
  audit: true,
  async run({ principal, requestId, sourceAddress }, transaction, { columns, idempotencyKey }) {
    refuseLimited(principal);
    const named = columns.find((column) => /^(client|server)[A-Z]/.test(column));
    if (named && !principal.scopes.has("devices:credentials")) {
      throw new ServiceError("FORBIDDEN", `The column ${named} needs the scope devices:credentials.`);
    }
    const [row] = await transaction
      .insert(deviceImports)
      .values({
        importId: newUuid(),
        realm: principal.realm,
        state: "uploading",
        ownerKind: principal.kind,
        ownerId: principal.id,
        ownerName: principal.name,
        scopes: [...principal.scopes],
        requestId,
        sourceAddress,
        columns,
        idempotencyKey,
      })
      .onConflictDoNothing()
      .returning();
    if (!row)
      throw new ServiceError(
        "CONFLICT",
        "An import with this Idempotency-Key has begun already. Send another file under a new key.",
      );
    const result = importView(row);
    return { result, audit: { object: result.id, after: { columns } } };
  },
});

import { and, eq } from "drizzle-orm";
import { type CredentialScheme, deviceCredentials } from "../../../drizzle/schema/devices";
import type { Database } from "../../db/client";
import { newUuid, toPublicId } from "../../ids";
import { writeAuditEntry } from "../audit/write-audit-entry";
import { internalPrincipal } from "../authorization";
import { isStronger } from "../devices/credential-schemes";
import type { DeviceSnapshot } from "./device-snapshot";

/**
 * A device that was seen to master a stronger scheme is asked for no weaker one again: raises the least that its
 * credential takes, and writes that down. Null: it was no stronger one. Only an administrator lowers it again.
 */
export async function raiseScheme(
  database: Database,
  snapshot: DeviceSnapshot,
  used: CredentialScheme,
  sourceAddress: string,
): Promise<DeviceSnapshot | null> {
  const { deviceId, device, credentials } = snapshot;
  const client = credentials.find((credential) => credential.purpose === "client");
  if (!client || !isStronger(used, client.scheme)) return null;
  await database.transaction(async (transaction) => {
    await transaction
      .update(deviceCredentials)
      .set({ scheme: used })
      .where(
        and(
          eq(deviceCredentials.deviceId, deviceId),
          eq(deviceCredentials.purpose, "client"),
          eq(deviceCredentials.scheme, client.scheme),
        ),
      );
    const context = { principal: internalPrincipal(device.realm), requestId: newUuid(), sourceAddress };
    await writeAuditEntry(transaction, context, "device.scheme_raised", {
      object: toPublicId("dev", deviceId),
      before: { client: client.scheme },
      after: { client: used },
    });
  });
  const raised = { ...client, scheme: used };
  return { ...snapshot, credentials: credentials.map((one) => (one === client ? raised : one)) };
}

import { and, eq, inArray } from "drizzle-orm";
import { type CredentialScheme, deviceCredentials } from "../../../drizzle/schema/devices";
import type { Transaction } from "../../db/client";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { claimSecrets } from "./claim-secrets";
import { isStronger } from "./credential-schemes";
import { credentialRows } from "./device-credentials";
import { findManagedDevice } from "./find-device";
import { moveVersion } from "./move-version";
import { CredentialsView, SetCredentialsInput } from "./schemas";

/**
 * Replaces a device's credentials; the side that is left out stays. Secrets that went out in a bootstrap and have not
 * proven themselves are dropped: what the caller says now is what counts. Never answers a secret.
 *
 * Only an administrator lowers what the device has to prove.
 *
 * Throws ServiceError NOT_FOUND, and FORBIDDEN and INVALID_INPUT about the credentials.
 */
export const setCredentials = useCase({
  name: "device.set_credentials",
  scope: "devices:credentials",
  sensitive: true,
  input: SetCredentialsInput,
  output: CredentialsView,
  audit: true,
  async run(context, transaction, { id, ...credentials }) {
    const { device } = await findManagedDevice(transaction, context.principal, id);
    const { deviceId, devId, msisdn, imsi } = device;
    const facts = { devId, msisdn: msisdn ?? undefined, imsi: imsi ?? undefined, credentials };
    const rows = credentialRows(context.sealer, context.principal, deviceId, facts, "");
    await moveVersion(transaction, deviceId);
    const before = await schemesOf(transaction, deviceId);
    if (isLowered(before["client"], credentials.client?.type) && !context.principal.scopes.has("users:write")) {
      throw new ServiceError(
        "FORBIDDEN",
        `Only an administrator may let this device prove less than it does now (${before["client"]}).`,
      );
    }
    const given = rows.filter(({ purpose }) => (purpose === "client" ? credentials.client : credentials.server));
    await storeCredentials(transaction, deviceId, given);
    await claimSecrets(transaction, context.sealer, context.principal.realm, deviceId, credentials, "");
    const schemes = Object.fromEntries(given.map((row) => [row.purpose, row.scheme]));
    const result = given.map(({ purpose, scheme, name }) => ({ side: purpose, type: scheme, name }));
    return { result: { items: result }, audit: { object: id, before, after: schemes } };
  },
});

/** Puts credentials in the place of those that there are; what went out in a bootstrap and was not proven goes with them. */
export async function storeCredentials(
  transaction: Transaction,
  deviceId: string,
  rows: readonly (typeof deviceCredentials.$inferInsert)[],
): Promise<void> {
  for (const row of rows) {
    await transaction
      .insert(deviceCredentials)
      .values(row)
      .onConflictDoUpdate({ target: [deviceCredentials.deviceId, deviceCredentials.purpose], set: row });
  }
  await transaction
    .delete(deviceCredentials)
    .where(
      and(eq(deviceCredentials.deviceId, deviceId), inArray(deviceCredentials.purpose, ["client_next", "server_next"])),
    );
}

async function schemesOf(transaction: Transaction, deviceId: string): Promise<Record<string, CredentialScheme>> {
  const rows = await transaction
    .select({ purpose: deviceCredentials.purpose, scheme: deviceCredentials.scheme })
    .from(deviceCredentials)
    .where(and(eq(deviceCredentials.deviceId, deviceId), inArray(deviceCredentials.purpose, ["client", "server"])))
    .for("update");
  return Object.fromEntries(rows.map((row) => [row.purpose, row.scheme]));
}

/** A scheme is raised by the device's own success; a certificate is given up for nothing weaker by anybody either. */
function isLowered(before: CredentialScheme | undefined, after: CredentialScheme | undefined): boolean {
  if (before === undefined || after === undefined) return false;
  return isStronger(before, after) || (before === "certificate" && after !== "certificate");
}

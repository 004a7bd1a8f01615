import { and, eq, isNull } from "drizzle-orm";
import type { z } from "zod";
import { devices } from "../../../drizzle/schema/devices";
import { deviceIdOf } from "../../ids";
import { mayUseDevice } from "../authorization";
import type { CallContext } from "../use-case";
import { claimSecrets } from "./claim-secrets";
import { credentialRows } from "./device-credentials";
import { moveVersion } from "./move-version";
import type { RegisterDeviceInput } from "./schemas";
import { storeCredentials } from "./set-credentials";

/**
 * Tells the server that a simulated device which it runs itself has begun anew: it has the account again that it was
 * registered with, has forgotten its nonces, and is woken at another address. Its tasks and its history stay. A device
 * that is retired stays so.
 */
export async function restartDevice(
  { database, sealer, principal }: CallContext,
  registration: z.output<typeof RegisterDeviceInput>,
): Promise<void> {
  const deviceId = deviceIdOf(principal.realm, registration.devId);
  const { channels, credentials } = registration;
  await database.transaction(async (transaction) => {
    const isIt = and(eq(devices.deviceId, deviceId), isNull(devices.retiredAt), mayUseDevice(principal));
    const [device] = await transaction.select({ deviceId: devices.deviceId }).from(devices).where(isIt);
    if (!device) return;
    await moveVersion(transaction, deviceId, { serverNonce: null });
    await transaction.update(devices).set({ channels }).where(isIt);
    await storeCredentials(transaction, deviceId, credentialRows(sealer, principal, deviceId, registration));
    await claimSecrets(transaction, sealer, principal.realm, deviceId, credentials);
  });
}

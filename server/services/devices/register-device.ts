import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { deviceCredentials, deviceLive, devices } from "../../../drizzle/schema/devices";
import type { Transaction } from "../../db/client";
import { deviceIdOf } from "../../ids";
import { ServiceError } from "../errors";
import type { Principal } from "../principal";
import { useCase } from "../use-case";
import { beginNextLife } from "./begin-next-life";
import { claimSecrets } from "./claim-secrets";
import { credentialRows } from "./device-credentials";
import { deviceView } from "./device-view";
import { DeviceView, RegisterDeviceInput } from "./schemas";

/**
 * Registers a device in the caller's realm; one that was retired begins a new life. Secrets, given or made up, are
 * sealed and never shown again.
 *
 * Throws ServiceError CONFLICT when the DevId is registered, FORBIDDEN and INVALID_INPUT about its credentials,
 * FORBIDDEN for a system that is limited to device groups, FAILED_PRECONDITION while a retired device's tasks end.
 */
export const registerDevice = useCase({
  name: "device.register",
  scope: "devices:write",
  input: RegisterDeviceInput,
  output: DeviceView,
  audit: true,
  async run(context, transaction, input) {
    const { principal, sealer } = context;
    refuseLimited(principal);
    const deviceId = deviceIdOf(principal.realm, input.devId);
    const device =
      (await insertDevice(transaction, principal, deviceId, input)) ?? (await nextLife(transaction, deviceId, input));
    if (!device) throw new ServiceError("CONFLICT", "A device with this DevId is registered already. Change that one.");
    const rows = credentialRows(sealer, principal, deviceId, input);
    for (const row of rows) {
      await transaction
        .insert(deviceCredentials)
        .values(row)
        .onConflictDoUpdate({ target: [deviceCredentials.deviceId, deviceCredentials.purpose], set: row });
    }
    await claimSecrets(transaction, sealer, principal.realm, deviceId, input.credentials);
    const result = deviceView({ device, lastContactAt: null, contact: "never" });
    const schemes = Object.fromEntries(rows.map((row) => [row.purpose, row.scheme]));
    return { result, audit: { object: result.id, after: { devId: input.devId, schemes, life: device.life } } };
  },
});

/** Whoever sees some groups only would not see what it registered, or learn from a conflict what others have. */
export function refuseLimited(principal: Principal): void {
  if ((principal.deviceGroups ?? null) === null) return;
  throw new ServiceError("FORBIDDEN", "A system that is limited to device groups registers no devices.");
}

type Input = z.output<typeof RegisterDeviceInput>;

async function insertDevice(transaction: Transaction, { realm }: Principal, deviceId: string, input: Input) {
  const [device] = await transaction
    .insert(devices)
    .values({ ...factsOf(input), deviceId, realm })
    .onConflictDoNothing({ target: devices.deviceId })
    .returning();
  if (device) await transaction.insert(deviceLive).values({ deviceId });
  return device;
}

async function nextLife(transaction: Transaction, deviceId: string, input: Input) {
  if (!(await beginNextLife(transaction, deviceId))) return null;
  const [device] = await transaction
    .update(devices)
    .set({ ...factsOf(input), registeredAt: sql`now()` })
    .where(eq(devices.deviceId, deviceId))
    .returning();
  return device;
}

function factsOf({ credentials: _credentials, ...facts }: Input) {
  return { ...facts, tags: [...new Set(facts.tags)] };
}

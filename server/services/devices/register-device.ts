import { deviceCredentials, deviceLive, devices } from "../../../drizzle/schema/devices";
import { deviceIdOf } from "../../ids";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { claimSecrets } from "./claim-secrets";
import { credentialRows } from "./device-credentials";
import { deviceView } from "./device-view";
import { DeviceView, RegisterDeviceInput } from "./schemas";

/**
 * Registers a device in the caller's realm. Secrets, given or made up, are sealed and never shown again.
 *
 * Throws ServiceError CONFLICT when the DevId is registered, FORBIDDEN and INVALID_INPUT about its credentials.
 */
export const registerDevice = useCase({
  name: "device.register",
  scope: "devices:write",
  input: RegisterDeviceInput,
  output: DeviceView,
  audit: true,
  async run(context, transaction, input) {
    const { principal, sealer } = context;
    const deviceId = deviceIdOf(principal.realm, input.devId);
    const { credentials: _credentials, ...facts } = input;
    const [device] = await transaction
      .insert(devices)
      .values({ ...facts, deviceId, realm: principal.realm, tags: [...new Set(input.tags)] })
      .onConflictDoNothing({ target: devices.deviceId })
      .returning();
    if (!device) throw new ServiceError("CONFLICT", "A device with this DevId is registered already.");
    await transaction.insert(deviceLive).values({ deviceId });
    const rows = credentialRows(sealer, principal, deviceId, input);
    await transaction.insert(deviceCredentials).values(rows);
    await claimSecrets(transaction, sealer, principal.realm, deviceId, input.credentials);
    const result = deviceView({ device, sessionKey: null, lastContactAt: null });
    const schemes = Object.fromEntries(rows.map((row) => [row.purpose, row.scheme]));
    return { result, audit: { object: result.id, after: { devId: input.devId, schemes } } };
  },
});

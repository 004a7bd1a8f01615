import { deviceLive, devices } from "../../../drizzle/schema/devices";
import { toPublicId } from "../../ids";
import type { DeviceView } from "./schemas";

/** What a device's view is made of: `devices` joined with `device_live`. */
export const DEVICE_COLUMNS = {
  device: devices,
  sessionKey: deviceLive.sessionKey,
  lastContactAt: deviceLive.lastContactAt,
} as const;

interface DeviceRow {
  readonly device: typeof devices.$inferSelect;
  readonly sessionKey: string | null;
  readonly lastContactAt: Date | null;
}

export function deviceView({ device, sessionKey, lastContactAt }: DeviceRow): DeviceView {
  return {
    id: toPublicId("dev", device.deviceId),
    devId: device.devId,
    manufacturer: device.manufacturer,
    model: device.model,
    firmware: device.firmware,
    software: device.software,
    hardware: device.hardware,
    language: device.language,
    dmVersion: device.dmVersion,
    msisdn: device.msisdn,
    imsi: device.imsi,
    timeZone: device.timeZone,
    tags: device.tags,
    channels: device.channels.map(({ kind, address }) => ({ kind, address: address ?? null })),
    optOut: device.optOut,
    contact: {
      state: contactState(device, sessionKey, lastContactAt),
      lastContactAt: lastContactAt?.toISOString() ?? null,
    },
    registeredAt: device.registeredAt.toISOString(),
  };
}

/** How long a collision is shown that was not followed by a second one. */
const COLLISION_SHOWN_MS = 86_400_000;

function contactState(
  { collisionAt, heldSince }: DeviceRow["device"],
  sessionKey: string | null,
  lastContactAt: Date | null,
): DeviceView["contact"]["state"] {
  const collided = collisionAt !== null && Date.now() - collisionAt.getTime() < COLLISION_SHOWN_MS;
  if (collided || heldSince !== null) return "collision";
  if (sessionKey !== null) return "in_session";
  return lastContactAt === null ? "never" : "on_time";
}

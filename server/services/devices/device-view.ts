import { deviceLive, devices } from "../../../drizzle/schema/devices";
import { toPublicId } from "../../ids";
import { contactState } from "./contact-state";
import type { DeviceView } from "./schemas";

/** What a device's view is made of: `devices` joined with `device_live`. */
export const DEVICE_COLUMNS = {
  device: devices,
  sessionKey: deviceLive.sessionKey,
  lastContactAt: deviceLive.lastContactAt,
  contact: contactState,
} as const;

interface DeviceRow {
  readonly device: typeof devices.$inferSelect;
  readonly lastContactAt: Date | null;
  readonly contact: DeviceView["contact"]["state"];
}

export function deviceView({ device, lastContactAt, contact }: DeviceRow): DeviceView {
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
    contact: { state: contact, lastContactAt: lastContactAt?.toISOString() ?? null },
    registeredAt: device.registeredAt.toISOString(),
    retiredAt: device.retiredAt?.toISOString() ?? null,
    life: device.life,
    revision: device.revision,
  };
}

import type { DeviceSnapshot, LoadedTask } from "../device-snapshot";

/** What is read of a device that was never there and of which nothing is known, with these tasks to do. */
export function newDeviceSnapshot(tasks: readonly LoadedTask[]): DeviceSnapshot {
  return {
    deviceId: "018f0000-0000-7000-8000-00000000000d",
    device: {
      realm: "live",
      devId: "IMEI:350000000000001",
      manufacturer: null,
      model: null,
      firmware: null,
      software: null,
      hardware: null,
      language: null,
      dmVersion: null,
      disabled: false,
      channels: [],
    },
    live: {
      version: 0,
      sessionKey: null,
      sessionStartedAt: null,
      respTokenHash: null,
      msgNo: 0,
      state: null,
      nonceCurrent: null,
      noncePrevious: null,
      serverNonce: null,
      requestDigest: null,
      lastContactAt: null,
    },
    credentials: [],
    tasks,
  };
}

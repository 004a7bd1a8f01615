export { closeSilentSessions } from "./close-silent-sessions";
export { type DeviceRequest, type DeviceResponse, mediaTypeOf } from "./device-request";
export { createDeviceStore, type DeviceStore } from "./device-store";
export { fireTimers } from "./fire-timers";
export { forgetServerNonces } from "./forget-server-nonces";
export { createDeviceMessageHandler, type MessageOutcome } from "./handle-message";
export { keepMessagePartitions } from "./keep-message-partitions";
export { listDeviceSessions } from "./list-device-sessions";
export { readSessionMessages } from "./read-session-messages";

export { type DeviceBounds, deviceBounds } from "./device-bounds";
export { openDeviceListener } from "./device-listener";
export { loadDeviceTls } from "./device-tls";
export { openInternalListener } from "./internal-listener";
export { type Listener, openPort } from "./listener";
export { discardBody, readBody } from "./read-body";
export { createSourceAddresses, type SourceAddresses } from "./source-address";
export type { WebBounds } from "./web-bounds";
export { openWebListener, type RequestHandler } from "./web-listener";

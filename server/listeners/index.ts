export { deviceBounds } from "./device-bounds";
export { openDeviceListener } from "./device-listener";
export { openInternalListener } from "./internal-listener";
export type { Listener } from "./listener";
export { createSourceAddresses, type SourceAddresses } from "./source-address";
export { openWebListener, type RequestHandler } from "./web-listener";

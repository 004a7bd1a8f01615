export { credentialRow } from "./device-credentials";
export { exportTree } from "./export-tree";
export { listDevices } from "./list-devices";
export { readDevice } from "./read-device";
export { readTree } from "./read-tree";
export { registerDevice } from "./register-device";
export { resolveCollision } from "./resolve-collision";
export { DeviceView, RegisterDeviceInput } from "./schemas";
export { setCredentials } from "./set-credentials";

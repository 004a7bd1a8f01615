export { type WakeOptions, wakeDevices } from "./wake-devices";

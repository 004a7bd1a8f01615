export type { Fleet } from "./fleet";
export { startFleet } from "./fleet";
export type { FleetDevice } from "./fleet-device";
export { makeDevices } from "./made-devices";
export type { Profile } from "./profile";
export { builtInProfile, readProfile } from "./profile";
export { seededRandom } from "./random";
export { registerDevices } from "./register-devices";
export { registrationOf } from "./registration";

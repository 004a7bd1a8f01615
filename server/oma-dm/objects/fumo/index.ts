/** Firmware Update Management Object: what its nodes, states, alerts and result codes are, and how families differ. */
export { type FirmwareOperation, FUMO_RESULT_TYPES } from "./alert-types";
export { compareVersions, isSameVersion } from "./compare-versions";
export { FUMO_NODES, isFumoId } from "./management-object";
export { FIRMWARE_PROFILES, type FirmwareProfile, firmwareProfile } from "./profiles";
export { readFirmwareReport } from "./report";
export { describeDownloadStatus } from "./result-codes";
export { readFirmwareState } from "./states";

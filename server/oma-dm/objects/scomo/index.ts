/** Software Component Management Object: what its nodes, states, alerts and result codes are, and how families differ. */
export { SCOMO_RESULT_TYPES } from "./alert-types";
export { SOFTWARE_LISTS, type SoftwareList, softwareFacts } from "./item-facts";
export {
  DELIVERED_OPERATIONS,
  DOWNLOAD_LEAVES,
  DOWNLOAD_OPERATIONS,
  isScomoId,
  SCOMO_NODES,
} from "./management-object";
export { DEACTIVATE_NAMES, SOFTWARE_PROFILES, type SoftwareProfile, softwareProfile } from "./profiles";
export { readSoftwareReport, type SoftwareReport } from "./report";
export { DEPLOYED_STATE } from "./states";

export {
  predictUpdate,
  UPDATE_FAULTS,
  type UpdateEnd,
  UpdateFault,
  type UpdateFaultRates,
  updateFaultOf,
} from "./faults";
export { ManagedObjects } from "./managed-objects";
export { writePackageHeader } from "./package-header";

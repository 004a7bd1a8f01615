export { type Capability, capabilityOf, maySayNo, missingIn } from "./capability";
export { type CapabilityMemory, createCapabilityMemory } from "./capability-memory";
export { forgetCapability } from "./forget-capability";
export { listCapabilities } from "./list-capabilities";

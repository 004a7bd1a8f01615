export type { SealPurpose } from "./purposes";
export { createSealer, type Sealer, type SealerOptions } from "./sealer";

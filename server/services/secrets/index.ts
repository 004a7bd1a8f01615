export { EnvelopeError, type EnvelopeErrorCode } from "./envelope";
export { SEAL_PURPOSES, type SealPurpose } from "./purposes";
export { createSealer, type Sealer, type SealerOptions } from "./sealer";

/**
 * Models that are counted by name for one channel on one day; what comes beyond is counted as the model `other`. Devices
 * say their model themselves. What is counted at the same time may bring a few more.
 */
export const MODELS_COUNTED_MAX = 500;

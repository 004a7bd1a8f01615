export { countArrivals } from "./count-arrivals";
export { hearReceipts } from "./hear-receipts";
export { sweepWakeUps } from "./sweep-wake-ups";
export { createWakeUps, type WakeOptions, type WakeUps } from "./wake-devices";

export { askWakeUp } from "./ask-wake-up";
export { countArrivals } from "./count-arrivals";
export { hearReceipts } from "./hear-receipts";
export { listChannels } from "./list-channels";
export { listSends } from "./list-sends";
export { sweepWakeUps } from "./sweep-wake-ups";
export { testChannel } from "./test-channel";
export { createWakeUps, type WakeOptions, type WakeUps } from "./wake-devices";

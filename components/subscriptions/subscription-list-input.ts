/** Rows the list asks for at once; the page prefetches exactly this. */
export const SUBSCRIPTION_LIST_INPUT = { limit: 50 } as const;
/** How a push goes is told by nothing but asking. */
export const SUBSCRIPTION_READ_EVERY_MS = 5_000;

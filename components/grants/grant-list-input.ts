/** Rows the list asks for at once; the page prefetches exactly this. */
export const GRANT_LIST_INPUT = { limit: 50 } as const;

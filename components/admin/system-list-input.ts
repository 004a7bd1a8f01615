/** Rows the list asks for at once; the page prefetches exactly this. */
export const SYSTEMS_PER_PAGE = 50;

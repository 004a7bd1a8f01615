/** Keys of one page of the list. */
export const SIGNING_KEYS_PER_PAGE = 50;

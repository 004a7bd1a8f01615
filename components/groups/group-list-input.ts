/** The same on the server and in the browser, so that what the server read is found again. */
export const GROUPS_PER_PAGE = 50;

/** The same on the server and in the browser, so that what the server read is found again. */
export const USERS_PER_PAGE = 50;

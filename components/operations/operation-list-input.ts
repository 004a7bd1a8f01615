/** The same on the server and in the browser, so that what the server read is found again. */
export const OPERATIONS_PER_PAGE = 50;
export const TASKS_PER_PAGE = 50;

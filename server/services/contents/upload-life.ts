/** An upload of which nothing more comes is given up after so long. */
export const UPLOAD_HOURS = 24;

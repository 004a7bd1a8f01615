import { z } from "zod";

const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * An instant that somebody gives: RFC 3339, with any offset, from 1970 to the end of 9999. Beyond that the database, or
 * a client that reads it back, may not know how to say it.
 */
export const GivenInstant = z.iso.datetime({ offset: true, abort: true }).refine(
  (text) => {
    const ms = Date.parse(text);
    return ms >= 0 && ms <= LAST_MS;
  },
  { error: "Give an instant from 1970 to 9999." },
);

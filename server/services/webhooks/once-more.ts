import { sql } from "drizzle-orm";

/** What makes an event that was taken or given up due at once: beside the others, with all attempts anew. */
export const ONCE_MORE = {
  state: "retrying",
  again: true,
  untold: false,
  attempts: 0,
  nextAt: sql`now()`,
  changedAt: sql`now()`,
} as const;

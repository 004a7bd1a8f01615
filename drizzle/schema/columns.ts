import { customType, timestamp } from "drizzle-orm/pg-core";

/** Octets; postgres.js gives and takes a Buffer. */
export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });

/** An instant, read as RFC 3339 text by nobody: always a Date in code, always UTC in the database. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

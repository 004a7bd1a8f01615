import { bigint, index, integer, pgTable, primaryKey, smallint, text, unique, uuid } from "drizzle-orm/pg-core";
import { bytea, instant } from "./columns";

/**
 * That one task may give one content to its device, and how far that has come. The token in the address that the device
 * gets is computed from `grant_id` and kept nowhere: only its SHA-256 is, which finds the grant when the device comes.
 * Written when a plan asks for the content, and as octets go out; read with each request of a device. No index mentions a
 * column that changes as octets go out. (token_hash), (grant_id): the request of a device. (expires_at): the sweep.
 */
export const downloadGrants = pgTable(
  "download_grants",
  {
    deviceId: uuid("device_id").notNull(),
    operationId: uuid("operation_id").notNull(),
    contentId: uuid("content_id").notNull(),
    grantId: uuid("grant_id").notNull(),
    /** SHA-256 of the token. */
    tokenHash: bytea("token_hash").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
    /** It ends with its task, and then at the latest. */
    expiresAt: instant("expires_at").notNull(),
    /** All that went out, octets that went out again among it. */
    octetsSent: bigint("octets_sent", { mode: "number" }).notNull().default(0),
    /** Octets from the first one on that went out at least once, as far as no request began behind a gap. */
    octetsReached: bigint("octets_reached", { mode: "number" }).notNull().default(0),
    requests: integer("requests").notNull().default(0),
    /** Requests whose octets did not all go out. */
    cuts: integer("cuts").notNull().default(0),
    startedAt: instant("started_at"),
    lastAt: instant("last_at"),
    /** What the device posted to the descriptor's address for it. */
    reportCode: smallint("report_code"),
    reportText: text("report_text"),
    reportedAt: instant("reported_at"),
  },
  (t) => [
    primaryKey({ columns: [t.deviceId, t.operationId, t.contentId] }),
    unique("download_grants_grant").on(t.grantId),
    unique("download_grants_token").on(t.tokenHash),
    index("download_grants_expiry").on(t.expiresAt),
  ],
);

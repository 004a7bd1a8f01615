import { integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { bytea, instant } from "./columns";

/** One row per ended session, inserted with its last message. Open sessions are in device_live. */
export const dmSessions = pgTable(
  "dm_sessions",
  {
    deviceId: uuid("device_id").notNull(),
    startedAt: instant("started_at").notNull(),
    sessionKey: uuid("session_key").notNull(),
    endedAt: instant("ended_at").notNull(),
    messages: integer("messages").notNull(),
    outcome: text("outcome").notNull(),
  },
  (t) => [primaryKey({ columns: [t.deviceId, t.startedAt, t.sessionKey] })],
);

/**
 * Every exchange, request and reply in one sealed body: the trace, and the answer to a repeated message. Partitioned
 * by day of `at` (in a migration); old days are dropped, never deleted row by row.
 */
export const dmMessages = pgTable(
  "dm_messages",
  {
    deviceId: uuid("device_id").notNull(),
    at: instant("at").notNull(),
    sessionKey: uuid("session_key").notNull(),
    msgNo: integer("msg_no").notNull(),
    /** Octets of the request; the rest of the opened body is the reply. */
    requestLength: integer("request_length").notNull(),
    body: bytea("body").notNull(),
  },
  (t) => [primaryKey({ columns: [t.deviceId, t.at, t.msgNo] })],
);

/**
 * Parts of the large object that a device is sending: written message by message, read when its last part comes, gone
 * with the object or the session. A device has one open session and one open object in it, so these are few; nothing
 * else reads them.
 */
export const objectParts = pgTable(
  "object_parts",
  {
    deviceId: uuid("device_id").notNull(),
    sessionKey: uuid("session_key").notNull(),
    n: integer("n").notNull(),
    octets: bytea("octets").notNull(),
  },
  (t) => [primaryKey({ columns: [t.deviceId, t.sessionKey, t.n] })],
);

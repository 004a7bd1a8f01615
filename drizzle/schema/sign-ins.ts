import { boolean, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { bytea, instant } from "./columns";

/**
 * Devices that were sent a notification on the default nonce, because they seem to have lost theirs. Opened by whoever
 * sends it; used up by the sign-in on that nonce. One row a device.
 */
export const resyncInvitations = pgTable("resync_invitations", {
  deviceId: uuid("device_id").primaryKey(),
  openedAt: instant("opened_at").notNull(),
  isOpen: boolean("is_open").notNull(),
  /** Sign-ins of the last day. */
  usedAt: instant("used_at").array().notNull(),
  /** SHA-256 of the request that used it, so that its repetition is not refused. */
  usedBy: bytea("used_by"),
});

/**
 * Keyed digests of the secrets that were given, so that none is given to two devices of a realm. Central, since it says
 * something about all devices; written by whoever writes credentials. (device_id): forgotten with them.
 */
export const deviceSecretDigests = pgTable(
  "device_secret_digests",
  {
    digest: bytea("digest").primaryKey(),
    deviceId: uuid("device_id").notNull(),
    purpose: text("purpose").$type<"client" | "server">().notNull(),
  },
  (t) => [index("device_secret_digests_device").on(t.deviceId)],
);

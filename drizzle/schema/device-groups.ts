import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns";
import { realm } from "./devices";

/**
 * A saved set of devices: those that pass `filter` whenever it is asked, or without one those in `device_group_members`.
 * Shown as `grp_...`. Names are one each among the groups of a system, and among those of the console.
 */
export const deviceGroups = pgTable(
  "device_groups",
  {
    groupId: uuid("group_id").primaryKey(),
    realm: realm("realm").notNull(),
    name: text("name").notNull(),
    /** The External System whose group it is (`xs_...`); null: that of the people in the console. */
    ownerId: text("owner_id"),
    filter: text("filter"),
    createdAt: instant("created_at").notNull().defaultNow(),
    revision: integer("revision").notNull().default(1),
  },
  (t) => [
    unique("device_groups_name").on(t.realm, t.ownerId, t.name).nullsNotDistinct(),
    check("device_groups_name_has_length", sql`length(${t.name}) between 1 and 128`),
  ],
);

/** Devices of groups without a filter. (group_id, device_id): the devices of a group, in their order. */
export const deviceGroupMembers = pgTable(
  "device_group_members",
  {
    deviceId: uuid("device_id").notNull(),
    groupId: uuid("group_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.deviceId, t.groupId] }),
    index("device_group_members_group").on(t.groupId, t.deviceId),
  ],
);

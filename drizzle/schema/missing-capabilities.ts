import { integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns";
import { realm } from "./devices";

/**
 * What devices of a model were seen not to know: optional commands, properties and ways to read a tree. Written when a
 * device says so, which is rare; read when a task would use it, through a memory of the process; shown, and deleted by
 * people who want it tried again. Few rows: a handful for each firmware of a model, and bounded. The unique index serves
 * the look-up by model. `capability_id` is shown as `cap_...`.
 */
export const missingCapabilities = pgTable(
  "missing_capabilities",
  {
    capabilityId: uuid("capability_id").primaryKey(),
    realm: realm("realm").notNull(),
    manufacturer: text("manufacturer").notNull(),
    model: text("model").notNull(),
    /** "": the device's firmware was not known yet. */
    firmware: text("firmware").notNull(),
    capability: text("capability").notNull(),
    /** What the device answered, or was answered: a DM status code. */
    status: integer("status").notNull(),
    /** The device that said so first; kept as a fact, whatever becomes of the device. */
    deviceId: uuid("device_id").notNull(),
    /** Another that said so: from then on it counts for all of the model. null: for the first alone, which may be ill. */
    secondDeviceId: uuid("second_device_id"),
    learnedAt: instant("learned_at").notNull().defaultNow(),
  },
  (t) => [unique("missing_capabilities_model").on(t.realm, t.manufacturer, t.model, t.firmware, t.capability)],
);

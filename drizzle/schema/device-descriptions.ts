import { integer, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns";
import { realm } from "./devices";

/**
 * What makers say of the trees of their models (DDF documents), as text; parsed where it is used. Written by operators
 * and External Systems, read when an operation is started and when a tree is shown. Few rows: a model has one, or one
 * for each line of firmware. The unique index serves the look-up by model. `description_id` is shown as `ddf_...`; a
 * row never changes, so what was parsed of it may be kept as long as one likes.
 */
export const deviceDescriptions = pgTable(
  "device_descriptions",
  {
    descriptionId: uuid("description_id").primaryKey(),
    realm: realm("realm").notNull(),
    manufacturer: text("manufacturer").notNull(),
    model: text("model").notNull(),
    /** Firmware versions that begin so; "" stands for all. The longest that fits a device counts. */
    firmwarePrefix: text("firmware_prefix").notNull(),
    document: text("document").notNull(),
    /** Nodes that the document describes. */
    nodes: integer("nodes").notNull(),
    /** What was odd in it when it was taken. */
    problems: jsonb("problems").$type<DescriptionProblem[]>().notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [unique("device_descriptions_model").on(t.realm, t.manufacturer, t.model, t.firmwarePrefix)],
);

export interface DescriptionProblem {
  readonly code: string;
  readonly uri: string;
  readonly detail: string;
}

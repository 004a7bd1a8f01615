import { eq, or, type SQL, sql } from "drizzle-orm";
import { deviceNodes } from "../../../drizzle/schema/devices";

/** The stored nodes at and below a node, by its canonical URI. */
export function atOrBelow(root: string): SQL | undefined {
  return root === "." ? undefined : or(eq(deviceNodes.uri, root), sql`starts_with(${deviceNodes.uri}, ${`${root}/`})`);
}

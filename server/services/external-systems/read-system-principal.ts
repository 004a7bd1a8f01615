import { eq } from "drizzle-orm";
import { externalSystems } from "../../../drizzle/schema/access";
import type { Database, Transaction } from "../../db/client";
import type { Principal } from "../principal";
import { allowedGroups } from "./allowed-groups";
import { systemPrincipal } from "./system-principal";

/** A system as it may act now with all its scopes, for what the server does in its name. Throws Error when it is not there. */
export async function readSystemPrincipal(database: Database | Transaction, systemId: string): Promise<Principal> {
  const [row] = await database.select().from(externalSystems).where(eq(externalSystems.systemId, systemId));
  if (!row) throw new Error("There is no such External System.");
  return systemPrincipal(row, row.scopes, await allowedGroups(database, row.allowedGroupIds));
}

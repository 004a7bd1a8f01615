import { and, eq, gte, isNull, lt, or, type SQL } from "drizzle-orm";
import type { z } from "zod";
import { auditEntries } from "../../../drizzle/schema/audit";
import type { Principal } from "../principal";
import type { ExportAuditInput } from "./schemas";

/**
 * Entries that the principal may read: whoever manages users, as a person, those of the realm; everybody else what they
 * did themselves.
 */
export function mayReadEntry(principal: Principal): SQL | undefined {
  const ofRealm = or(eq(auditEntries.realm, principal.realm), isNull(auditEntries.realm));
  const readsAll = principal.kind !== "system" && principal.scopes.has("users:write");
  return and(ofRealm, readsAll ? undefined : eq(auditEntries.actorId, principal.id));
}

export function auditConditions(filter: z.output<typeof ExportAuditInput>): (SQL | undefined)[] {
  const { actor, object, action, from, to } = filter;
  return [
    actor === undefined ? undefined : eq(auditEntries.actorId, actor),
    object === undefined ? undefined : eq(auditEntries.object, object),
    action === undefined ? undefined : eq(auditEntries.action, action),
    from === undefined ? undefined : gte(auditEntries.at, new Date(from)),
    to === undefined ? undefined : lt(auditEntries.at, new Date(to)),
  ];
}

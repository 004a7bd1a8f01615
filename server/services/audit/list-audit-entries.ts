import { and } from "drizzle-orm";
import { auditEntries } from "../../../drizzle/schema/audit";
import { walkBy } from "../cursor";
import { withinReadTime } from "../read-time";
import { useCase } from "../use-case";
import { auditConditions, mayReadEntry } from "./audit-conditions";
import { AuditPage, ListAuditInput } from "./schemas";

/**
 * The audit log, the newest first. People who manage users read all of it; others, and External Systems, what they did.
 *
 * Throws ServiceError LIMIT_EXCEEDED when it takes too long to find.
 */
export const listAuditEntries = useCase({
  name: "audit.list",
  scope: "audit:read",
  input: ListAuditInput,
  output: AuditPage,
  audit: false,
  async run(context, transaction, input) {
    const walk = walkBy(auditEntries.auditId, "down", "audit", context, input);
    const rows = await withinReadTime(transaction, "Name an object or an actor, or a shorter time.", () =>
      transaction
        .select()
        .from(auditEntries)
        .where(and(mayReadEntry(context.principal), walk.beyond, ...auditConditions(input)))
        .orderBy(walk.order)
        .limit(walk.rowsMax),
    );
    const page = walk.pageOf(rows, (row) => row.auditId);
    return {
      items: page.rows.map(({ auditId, actorKind, actorId, actorName, realm: _realm, ...facts }) => ({
        ...facts,
        id: auditId,
        actor: { kind: actorKind, id: actorId, name: actorName },
      })),
      next: page.next,
    };
  },
});

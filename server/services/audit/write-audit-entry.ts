import { auditEntries } from "../../../drizzle/schema/audit";
import type { Transaction } from "../../db/client";
import type { AuditFacts, CallContext } from "../use-case";

/** Records who did what, in the transaction of the change. */
export async function writeAuditEntry(
  transaction: Transaction,
  context: Pick<CallContext, "principal" | "requestId" | "sourceAddress">,
  action: string,
  facts: AuditFacts,
): Promise<void> {
  await writeAuditEntries(transaction, context, action, [facts]);
}

/** The same for many objects of one action, at least one. */
export async function writeAuditEntries(
  transaction: Transaction,
  context: Pick<CallContext, "principal" | "requestId" | "sourceAddress">,
  action: string,
  objects: readonly AuditFacts[],
): Promise<void> {
  await transaction.insert(auditEntries).values(objects.map((facts) => auditRow(context, action, facts)));
}

/** The entry's row, for who writes it in another way. */
export function auditRow(
  context: Pick<CallContext, "principal" | "requestId" | "sourceAddress">,
  action: string,
  facts: AuditFacts,
): typeof auditEntries.$inferInsert {
  return {
    realm: context.principal.realm,
    actorKind: context.principal.kind,
    actorId: context.principal.id,
    actorName: context.principal.name,
    action,
    object: facts.object,
    requestId: context.requestId,
    sourceAddress: context.sourceAddress,
    reason: facts.reason ?? null,
    before: facts.before ?? null,
    after: facts.after ?? null,
  };
}

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
  await transaction.insert(auditEntries).values({
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
  });
}

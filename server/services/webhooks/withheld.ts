import { sql } from "drizzle-orm";
import type { Transaction } from "../../db/client";
import type { Withheld } from "./schemas";

/**
 * SQL, of `subscriptions s` and its `external_systems x`: why nothing is sent (`Withheld`), by what is so now; null where
 * nothing is in the way. With a filter what comes, and what does not, tells of devices.
 */
export const WITHHELD = `case
  when x.disabled then 'system_disabled'
  when x.expires_at <= now() then 'system_expired'
  when not 'events:read' = any (x.scopes) then 'events_read'
  when s.filter is not null and not 'devices:read' = any (x.scopes) then 'devices_read' end`;

/** Of these subscriptions, those that are sent nothing, and why. */
export async function withheldReasons(
  transaction: Transaction,
  subscriptionIds: readonly string[],
): Promise<ReadonlyMap<string, Withheld>> {
  const rows = await transaction.execute<{ subscriptionId: string; withheld: Withheld | null }>(sql`
    select s.subscription_id as "subscriptionId", ${sql.raw(WITHHELD)} as withheld
    from subscriptions s join external_systems x on x.system_id = s.system_id
    where s.subscription_id = any (${sql.param([...subscriptionIds])}::uuid[])`);
  return new Map(
    rows.flatMap(({ subscriptionId, withheld }) => (withheld ? [[subscriptionId, withheld] as const] : [])),
  );
}

import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import { operations } from "../../../drizzle/schema/operations";
import { dmMessages } from "../../../drizzle/schema/sessions";
import type { Transaction } from "../../db/client";
import { mayUseOperation } from "../authorization";
import type { Principal } from "../principal";
import type { Sealer } from "../secrets";
import { type OpenedExchange, openExchange } from "./exchange-body";
import { operationIdOf } from "./run-key";

/** A kept exchange with its place. */
export interface TracedExchange extends OpenedExchange {
  readonly sessionKey: string;
  readonly msgNo: number;
  /** RFC 3339 with microseconds: what was stored with the exchange carries the same instant. */
  readonly at: string;
  /** Octets of the request as it came. */
  readonly requestLength: number;
}

/** Kept exchanges of a device in the order in which they happened. */
export async function loadExchanges(
  transaction: Transaction,
  sealer: Sealer,
  deviceId: string,
  condition: SQL | undefined,
  limit: number,
): Promise<readonly TracedExchange[]> {
  const rows = await transaction
    .select({ row: dmMessages, at: instantText(sql`${dmMessages.at}`) })
    .from(dmMessages)
    .where(and(eq(dmMessages.deviceId, deviceId), condition))
    .orderBy(asc(dmMessages.at), asc(dmMessages.msgNo))
    .limit(limit);
  return rows.map(({ row, at }) => {
    const { sessionKey, msgNo, requestLength } = row;
    return { ...openExchange(sealer, row), sessionKey, msgNo, at, requestLength };
  });
}

/** An instant as the database has it, to the microsecond. */
export function instantText(at: SQL): SQL<string> {
  return sql<string>`to_char(${at} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/** Whose commands went out, as far as the principal may see their operations; by the operation's uuid. */
export type CommandOwners = ReadonlyMap<
  string,
  { readonly kind: string; readonly createdBy: { readonly kind: string; readonly id: string; readonly name: string } }
>;

export async function ownersOf(
  transaction: Transaction,
  principal: Principal,
  exchanges: readonly TracedExchange[],
): Promise<CommandOwners> {
  const ids = new Set(exchanges.flatMap(({ sent }) => sent.map(([key]) => operationIdOf(key))));
  if (ids.size === 0) return new Map();
  const rows = await transaction
    .select({
      operationId: operations.operationId,
      kind: operations.kind,
      createdBy: { kind: operations.ownerKind, id: operations.ownerId, name: operations.ownerName },
    })
    .from(operations)
    .where(and(sql`${operations.operationId} = any(${sql.param([...ids])}::uuid[])`, mayUseOperation(principal)));
  return new Map(rows.map(({ operationId, ...owner }) => [operationId, owner]));
}

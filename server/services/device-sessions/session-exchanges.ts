import { and, asc, eq, gte, lte, type SQL, sql } from "drizzle-orm";
import { operations, results } from "../../../drizzle/schema/operations";
import { dmMessages } from "../../../drizzle/schema/sessions";
import type { Transaction } from "../../db/client";
import { mayUseOperation } from "../authorization";
import type { Principal } from "../principal";
import type { Sealer } from "../secrets";
import { type OpenedExchange, openExchange } from "./exchange-body";
import { operationIdOf, runKey } from "./run-key";
import { type SessionBody, SessionSecrets } from "./session-secrets";

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

/** What the messages of each session tell of its secrets. `exchanges`: in their order, of one session or several. */
export async function secretsOf(
  exchanges: readonly TracedExchange[],
): Promise<(exchange: TracedExchange) => SessionSecrets> {
  const sessions = new Map<string, TracedExchange[]>();
  for (const exchange of exchanges) {
    const others = sessions.get(exchange.sessionKey);
    if (others) others.push(exchange);
    else sessions.set(exchange.sessionKey, [exchange]);
  }
  const secrets = new Map<string, SessionSecrets>();
  for (const [key, own] of sessions) {
    const messages = own.flatMap(({ request, reply }): SessionBody[] => [
      { direction: "device", body: request },
      { direction: "server", body: reply },
    ]);
    secrets.set(key, await SessionSecrets.of(messages, own[0]?.msgNo === 1));
  }
  return ({ sessionKey }) => secrets.get(sessionKey) ?? NOTHING_KNOWN;
}

const NOTHING_KNOWN = new SessionSecrets(false);

/** An instant as the database has it, to the microsecond. */
export function instantText(at: SQL): SQL<string> {
  return sql<string>`to_char(${at} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/** A Generic Alert that was given to a task, as far as it takes to find it again among what its device said. */
export interface TakenReport {
  /** The task's run (`run-key.ts`). */
  readonly key: string;
  readonly correlator: string | null;
  /** Canonical. */
  readonly source: string | null;
}

/** By the instant of the exchange that brought them. */
export type TakenReports = ReadonlyMap<string, readonly TakenReport[]>;

/**
 * Which reports in these exchanges were given to tasks: what tells so is what was stored with the exchange, for a report
 * need not name the command that it is about. Bounded by what one message may report and by the exchanges.
 */
export async function reportsIn(
  transaction: Transaction,
  deviceId: string,
  exchanges: readonly TracedExchange[],
): Promise<TakenReports> {
  const [from, to] = [exchanges[0]?.at, exchanges.at(-1)?.at];
  const found = new Map<string, TakenReport[]>();
  if (from === undefined || to === undefined) return found;
  const rows = await transaction
    .selectDistinct({
      at: instantText(sql`${results.at}`),
      operationId: results.operationId,
      attempt: results.attempt,
      correlator: sql<string | null>`answer -> 'alert' ->> 'correlator'`,
      source: sql<string | null>`answer -> 'alert' ->> 'source'`,
    })
    .from(results)
    .crossJoin(sql`jsonb_array_elements(${results.data} -> 'answers') as answers (answer)`)
    .where(
      and(
        eq(results.deviceId, deviceId),
        gte(results.at, sql`${from}::timestamptz`),
        lte(results.at, sql`${to}::timestamptz`),
        sql`answer ->> 'kind' = 'alert'`,
      ),
    );
  for (const { at, operationId, attempt, correlator, source } of rows) {
    const report = { key: runKey({ operationId, attempt }), correlator, source };
    const others = found.get(at);
    if (others) others.push(report);
    else found.set(at, [report]);
  }
  return found;
}

/** Whose commands went out and who was reported to, as far as the principal may see their operations; by the operation's uuid. */
export type CommandOwners = ReadonlyMap<
  string,
  { readonly kind: string; readonly createdBy: { readonly kind: string; readonly id: string; readonly name: string } }
>;

export async function ownersOf(
  transaction: Transaction,
  principal: Principal,
  exchanges: readonly TracedExchange[],
  reports: TakenReports,
): Promise<CommandOwners> {
  const sentFor = exchanges.flatMap(({ sent }) => sent.map(([key]) => key));
  const reportedTo = [...reports.values()].flat().map(({ key }) => key);
  const ids = new Set([...sentFor, ...reportedTo].map(operationIdOf));
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

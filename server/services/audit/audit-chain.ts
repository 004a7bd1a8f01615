import { createHash } from "node:crypto";
import type postgres from "postgres";
import type { Sql } from "../../db/client";

/** One sequencer at a time; another waits for nothing and does nothing. */
const CHAIN_LOCK = 7_232_002;
const ENTRIES_PER_ROUND_MAX = 1_000;
const LINKS_PER_CHECK_MAX = 5_000;
/** How far behind the newest linked entry one may be that was committed late. Whatever is further is found hourly. */
const LATE_ENTRIES_MAX = 2_000;

/** What the chain starts from. */
const GENESIS = Buffer.alloc(32);

/** An entry as it is hashed: the same text from every PostgreSQL, whatever its settings. */
const ENTRY_TEXT = `jsonb_build_array(a.audit_id, (extract(epoch from a.at) * 1000000)::bigint, a.realm, a.actor_kind, a.actor_id,
  a.actor_name, a.action, a.object, a.request_id, a.source_address, a.reason, a.before, a.after)::text`;

interface EntryRow {
  readonly audit_id: string;
  readonly entry: string;
}

/**
 * Links entries that were committed and are in no link yet to the chain; entries in a transaction that is still open are
 * linked when it has ended, so writers never wait. `everywhere`: looks at all entries, not only at the newest. Answers
 * how many it linked.
 */
export async function linkAuditEntries(sql: Sql, everywhere = false): Promise<number> {
  return sql.begin(async (transaction) => {
    const [lock] = await transaction<{ held: boolean }[]>`select pg_try_advisory_xact_lock(${CHAIN_LOCK}) as held`;
    if (!lock?.held) return 0;
    const [last] = await transaction<{ link: string; hash: Buffer; newest: string }[]>`
      select link, hash, (select max(audit_id) from audit_chain) as newest from audit_chain order by link desc limit 1`;
    const from = everywhere ? 0 : Number(last?.newest ?? 0) - LATE_ENTRIES_MAX;
    const rows = await transaction<EntryRow[]>`
      select a.audit_id, ${transaction.unsafe(ENTRY_TEXT)} as entry from audit_entries a
      where a.audit_id > ${from} and not exists (select 1 from audit_chain c where c.audit_id = a.audit_id)
      order by a.audit_id limit ${ENTRIES_PER_ROUND_MAX}`;
    if (rows.length > 0) await insertLinks(transaction, Number(last?.link ?? 0), last?.hash ?? GENESIS, rows);
    return rows.length;
  });
}

async function insertLinks(
  transaction: postgres.TransactionSql,
  lastLink: number,
  lastHash: Buffer,
  rows: readonly EntryRow[],
): Promise<void> {
  let hash = lastHash;
  const links = rows.map((row, i) => {
    hash = linkHash(hash, row.entry);
    return { link: lastLink + 1 + i, audit_id: row.audit_id, hash };
  });
  await transaction`insert into audit_chain ${transaction(links, "link", "audit_id", "hash")}`;
}

function linkHash(before: Uint8Array, entry: string): Buffer {
  return createHash("sha256").update(before).update(entry, "utf8").digest();
}

/** What a look at a part of the chain found. */
export interface ChainCheck {
  /** The first link whose entry is gone, or is not what it was; null: this part is as it was written. */
  readonly brokenLink: number | null;
  /** Where to go on; 1 behind the last link. */
  readonly next: number;
  /** The last link that was looked at, and its hash in hex: what an anchor holds outside the database. */
  readonly link: number;
  readonly hash: string;
}

/** Computes links again from `from` on, 5,000 at most, over what their entries say now. */
export async function checkAuditChain(sql: Sql, from: number): Promise<ChainCheck> {
  const [before] = await sql<{ hash: Buffer }[]>`select hash from audit_chain where link = ${from - 1}`;
  const rows = await sql<{ link: string; hash: Buffer; entry: string | null }[]>`
    select c.link, c.hash, ${sql.unsafe(ENTRY_TEXT)} as entry
    from audit_chain c left join audit_entries a on a.audit_id = c.audit_id
    where c.link >= ${from} order by c.link limit ${LINKS_PER_CHECK_MAX}`;
  let hash: Uint8Array = before?.hash ?? GENESIS;
  let expected = from;
  let brokenLink = from > 1 && !before ? from - 1 : null;
  for (const row of rows) {
    const isWhole = Number(row.link) === expected && row.entry !== null && linkHash(hash, row.entry).equals(row.hash);
    if (!isWhole) brokenLink ??= expected;
    hash = row.hash;
    expected = Number(row.link) + 1;
  }
  const isLast = rows.length < LINKS_PER_CHECK_MAX;
  return { brokenLink, next: isLast ? 1 : expected, link: expected - 1, hash: Buffer.from(hash).toString("hex") };
}

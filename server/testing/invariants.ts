import type { Sql } from "../db/client";

/** Something that must never be found, whatever was killed, cut or repeated. `sql` answers the offending rows. */
export interface Invariant {
  readonly name: string;
  readonly sentence: string;
  readonly sql: string;
}

const ENDED = "('succeeded', 'failed', 'cancelled', 'expired')";
const FACTS = `(select device_id, operation_id, from_state, to_state, 0 as place, seq as n, 0 as i from events
    where to_state is not null
  union all
  select device_id, operation_id, from_state, to_state, 1, version, i from outbox where to_state is not null) facts`;

/** The public id that the audit log calls an object by: `encodeUuid` of `ids.ts`, in SQL. */
const publicId = (prefix: string, uuid: string): string => `('${prefix}_' || (
    select string_agg(substr('0123456789abcdefghjkmnpqrstvwxyz',
      1 + substring(B'00' || ('x' || replace(${uuid}::text, '-', ''))::bit(128) from i * 5 + 1 for 5)::bit(5)::integer, 1), '' order by i)
    from generate_series(0, 25) i))`;
/** A life that ended by a bootstrap was followed by one that nobody registered. */
const REGISTERED_LIVES =
  "o.life - (select count(*) from device_lives l where l.device_id = o.device_id and l.bootstrap_id is not null)";
/**
 * Where a row stands that somebody asked for: table, key, prefix of its public id, the use case that writes it, and how
 * often it did.
 */
const MADE_BY_SOMEBODY = [
  ["devices", "device_id", "dev", "device.register", REGISTERED_LIVES],
  ["operations", "operation_id", "op", "operation.start", "1"],
  ["external_systems", "system_id", "xs", "external_system.register", "1"],
  ["users", "user_id", "usr", "user.create", "1"],
  ["device_groups", "group_id", "grp", "group.create", "1"],
  ["device_imports", "import_id", "imp", "device_import.start", "1"],
] as const;

/** Those of the list that are single statements. They hold at every commit, except where `sentence` says "drained". */
export const INVARIANTS: readonly Invariant[] = [
  {
    name: "I1",
    sentence:
      "Every recorded step of a task is legal, each begins where the one before ended, and the last is the task's state.",
    sql: `
      select t.device_id, t.operation_id, chain.states, t.state from tasks t join (
        select device_id, operation_id, array_agg(to_state order by place, n, i) as states,
          array_agg(from_state order by place, n, i) as froms
        from ${FACTS} group by device_id, operation_id) chain using (device_id, operation_id)
      where chain.states[array_length(chain.states, 1)] <> t.state
        or chain.froms[1] not in ('queued', 'scheduled')
        or chain.froms[2:] is distinct from chain.states[1:array_length(chain.states, 1) - 1]`,
  },
  {
    name: "I2",
    sentence: "A device has at most one open session, and an open session has a state.",
    sql: `select device_id from device_live where (session_key is null) <> (resp_token_hash is null)
      or (session_key is not null and state is null)`,
  },
  {
    name: "I3",
    sentence: "An ended task has exactly one terminal fact, an open task none.",
    sql: `
      select t.device_id, t.operation_id from tasks t left join (
        select device_id, operation_id, count(*) as terminal from ${FACTS} where to_state in ${ENDED}
        group by device_id, operation_id) ends using (device_id, operation_id)
      where coalesce(ends.terminal, 0) <> (t.state in ${ENDED})::integer or (t.ended_at is not null) <> (t.state in ${ENDED})`,
  },
  {
    name: "I4",
    sentence: "The feed runs from 1 to its last number without a gap.",
    sql: `select count(*), max(seq) from events having coalesce(max(seq), 0) <> count(*)
      or coalesce(max(seq), 0) <> (select seq from projector where id = 1)`,
  },
  {
    name: "I6",
    sentence: "Drained: the counts of an operation are those of its tasks.",
    sql: `
      select operation_id, state, counted.count, coalesce(kept.count, 0) as kept
      from (select operation_id, state, count(*) as count from tasks group by 1, 2) counted
      full join (select operation_id, state, sum(count) as count from operation_counts group by 1, 2) kept using (operation_id, state)
      where coalesce(counted.count, 0) <> coalesce(kept.count, 0) and not exists (select 1 from outbox)`,
  },
  {
    name: "I6b",
    sentence: "Drained: an operation is completed exactly when all of its tasks have ended.",
    sql: `
      select o.operation_id from operations o
      where not exists (select 1 from outbox) and o.state in ('running', 'scheduled', 'completed')
        and (o.state = 'completed') <> (not exists (
          select 1 from tasks t where t.operation_id = o.operation_id and t.state not in ${ENDED}))`,
  },
  {
    name: "I10",
    sentence: "No lease is older than its length and 30 seconds; a task in back-off has a timer or its time has come.",
    sql: `
      select device_id from wake_ups where lease_until < now() - interval '30 seconds' and due_at < now() - interval '60 seconds'
      union all
      select t.device_id from tasks t where t.state = 'queued' and t.retry_at > now() + interval '1 second'
        and not exists (select 1 from timers i where i.device_id = t.device_id and i.operation_id = t.operation_id)`,
  },
  {
    name: "I10b",
    sentence: "A task that waits for its device's report has a timer that ends the wait.",
    sql: `select t.device_id, t.operation_id from tasks t where t.state = 'waiting_device'
      and not exists (select 1 from timers i where i.device_id = t.device_id and i.operation_id = t.operation_id)`,
  },
  {
    name: "I10c",
    sentence: "Work that came since its device's last session began has the device woken, or a session that is open.",
    sql: `
      select t.device_id, t.operation_id from tasks t join operations o using (operation_id) join device_live l using (device_id)
      where t.state in ('scheduled', 'queued', 'notified') and t.n <= o.released_n and t.retry_at is null
        and o.state in ('scheduled', 'running') and (o.not_before is null or o.not_before <= now() - interval '5 seconds')
        and (o.expires_at is null or o.expires_at > now())
        and l.session_key is null
        and not exists (select 1 from wake_ups w where w.device_id = t.device_id)
        and not exists (select 1 from dm_sessions s where s.device_id = t.device_id
          and s.started_at > greatest(t.created_at, o.not_before))`,
  },
  {
    name: "I10d",
    sentence: "A task whose commands are out is in a session that is open.",
    sql: `select t.device_id, t.operation_id from tasks t join device_live l using (device_id)
      where t.state = 'in_session' and l.session_key is null`,
  },
  {
    name: "I13",
    sentence: "What somebody asked for is in the audit log exactly as often as it was done.",
    sql: MADE_BY_SOMEBODY.map(
      ([table, key, prefix, action, times]) => `
        select '${table}' as made, o.${key}::text as id from ${table} o left join audit_entries a
          on a.action = '${action}' and a.object = ${publicId(prefix, `o.${key}`)}
        group by o.${key} having count(a.audit_id) <> ${times}`,
    ).join(" union all "),
  },
];

export interface Violation {
  readonly invariant: string;
  readonly sentence: string;
  readonly rows: readonly unknown[];
}

const ROWS_SHOWN_MAX = 5;

/** Runs every invariant on the database; answers those that do not hold, with the first offending rows. */
export async function findViolations(sql: Sql): Promise<readonly Violation[]> {
  const violations: Violation[] = [];
  for (const invariant of INVARIANTS) {
    const rows = await sql.unsafe(invariant.sql);
    if (rows.length > 0) {
      violations.push({
        invariant: invariant.name,
        sentence: invariant.sentence,
        rows: rows.slice(0, ROWS_SHOWN_MAX),
      });
    }
  }
  return violations;
}

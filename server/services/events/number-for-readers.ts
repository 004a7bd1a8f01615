import type postgres from "postgres";
import { toPublicId } from "../../ids";

/** A system that is told of what belongs to no operation. */
interface FeedReader {
  readonly systemId: string;
  readonly publicId: string;
  readonly devices: boolean;
  readonly contents: boolean;
}

/**
 * Numbers the announced events behind `afterSeq` for each External System that may read them: of its own operations and
 * of those delivered to it; of its subscriptions and grants; of devices, with `devices:read` too; of contents of its own and of people, with
 * `contents:read` too. In the projector's transaction, whose lock on the projector row makes it the only one.
 *
 * Answers the public ids of the systems that were told something. Which devices a system is limited to is decided when
 * the event is read, since groups change.
 */
export async function numberForReaders(transaction: postgres.TransactionSql, afterSeq: number): Promise<string[]> {
  const readers = await findReaders(transaction);
  if (readers.length === 0) return [];
  const told = await transaction<{ systemId: string }[]>`
    with reader as (
      select * from unnest(${readers.map((reader) => reader.systemId)}::uuid[], ${readers.map((reader) => reader.publicId)}::text[],
        ${transaction.array(
          readers.map((reader) => reader.devices),
          BOOLEAN,
        )}::boolean[],
        ${transaction.array(
          readers.map((reader) => reader.contents),
          BOOLEAN,
        )}::boolean[]) as r(system_id, public_id, devices, contents)),
    fresh as (
      select seq, realm, device_id, operation_id, content_id, system_id from events where seq > ${afterSeq} and type is not null),
    seen as (
      select o.owner_system_id as system_id, f.seq
      from fresh f join operations o using (operation_id) join reader r on r.system_id = o.owner_system_id
      union all
      select p.system_id, f.seq
      from fresh f join operation_recipients p using (operation_id) join reader r on r.system_id = p.system_id
      left join grants g using (grant_id)
      where g.ended_at is null
      union all
      select r.system_id, f.seq
      from fresh f join external_systems s on s.realm = f.realm join reader r on r.system_id = s.system_id and r.devices
      where f.operation_id is null and f.content_id is null and f.system_id is null
      union all
      select r.system_id, f.seq from fresh f join reader r on r.system_id = f.system_id
      union all
      select r.system_id, f.seq
      from fresh f join contents c using (content_id) join external_systems s on s.realm = c.realm
      join reader r on r.system_id = s.system_id and r.contents and (c.owner_kind <> 'system' or c.owner_id = r.public_id)),
    numbered as (
      insert into event_readers (system_id, seq, event_seq)
      select s.system_id, coalesce(e.seq, 0) + row_number() over (partition by s.system_id order by s.seq), s.seq
      from seen s left join event_feeds e using (system_id)
      returning system_id),
    grown as (select system_id, count(*) as events from numbered group by system_id order by system_id)
    insert into event_feeds (system_id, seq) select system_id, events from grown
    on conflict (system_id) do update set seq = event_feeds.seq + excluded.seq
    returning system_id as "systemId"`;
  return told.map(({ systemId }) => toPublicId("xs", systemId));
}

/** postgres.js takes the type of an array from its first element, and that of a boolean wrongly: pg_type's oid. */
const BOOLEAN = 1000;

async function findReaders(transaction: postgres.TransactionSql): Promise<FeedReader[]> {
  const rows = await transaction<Omit<FeedReader, "publicId">[]>`
    select system_id as "systemId", 'devices:read' = any(scopes) as devices, 'contents:read' = any(scopes) as contents
    from external_systems where 'events:read' = any(scopes)`;
  return rows.map((row) => ({ ...row, publicId: toPublicId("xs", row.systemId) }));
}

import type { Sql } from "../../db/client";
import { hashOfToken } from "./download-addresses";
import { mayGoOut } from "./may-go-out";

/** A content that the holder of a token may get now. */
export interface Download {
  readonly grant: string;
  readonly deviceId: string;
  readonly operationId: string;
  readonly contentId: string;
  readonly name: string;
  readonly version: string | null;
  readonly manufacturer: string | null;
  /** Octets. */
  readonly size: number;
  /** 64 lower-case hex digits. */
  readonly sha256: string;
  /** Octets that may still go out. */
  readonly octetsLeft: number;
  /** The task's attempt is over, and the time of the next one has not come. */
  readonly isBetweenAttempts: boolean;
}

/**
 * Octets that may go out for one grant: the content three times for each attempt of its task, and a piece more for each
 * request that broke off, for what was on its way then may never have come.
 */
const TIMES_MAX = 3;
const OCTETS_PER_CUT = 4_194_304;
const CUTS_COUNTED_MAX = 100;

const OCTETS_MAX = (sql: Sql) => sql`(${TIMES_MAX}::bigint * c.size * t.attempt
  + ${OCTETS_PER_CUT}::bigint * least(g.cuts, ${CUTS_COUNTED_MAX}))`;

interface DownloadRow extends Omit<Download, "size" | "octetsLeft"> {
  readonly size: string;
  readonly octetsMax: string;
  readonly octetsSent: string;
}

/**
 * The download that a token stands for; null where there is none, or not any more: its task ended, its time is over, its
 * device is not managed, its content may not be used, its octets are used up. `evenIfUsedUp`: these last two count not,
 * for whoever only has to say how it went.
 */
export async function findDownload(sql: Sql, token: string, evenIfUsedUp = false): Promise<Download | null> {
  const tokenHash = hashOfToken(token);
  if (!tokenHash) return null;
  const [row] = await sql<DownloadRow[]>`
    select g.grant_id as grant, g.device_id as "deviceId", g.operation_id as "operationId", g.content_id as "contentId",
      c.name, c.version, c.manufacturer, c.size, encode(c.sha256, 'hex') as sha256, g.octets_sent as "octetsSent",
      ${OCTETS_MAX(sql)} as "octetsMax", coalesce(t.retry_at > now(), false) as "isBetweenAttempts"
    from download_grants g
      join tasks t on t.device_id = g.device_id and t.operation_id = g.operation_id
      join devices d on d.device_id = g.device_id
      join contents c on c.content_id = g.content_id
    where g.token_hash = ${tokenHash} and g.expires_at > now() and t.ended_at is null and not d.disabled
      and (${mayGoOut(sql)} or ${evenIfUsedUp})`;
  if (!row) return null;
  const { octetsMax, octetsSent, size, ...facts } = row;
  const octetsLeft = Number(octetsMax) - Number(octetsSent);
  return octetsLeft <= 0 && !evenIfUsedUp ? null : { ...facts, size: Number(size), octetsLeft };
}

/** Octets of a request that went out since they were counted last. */
export interface SentOctets {
  readonly from: number;
  readonly octets: number;
  readonly begins: boolean;
  /** The request ended before all its octets were out. */
  readonly isCut: boolean;
}

/**
 * Counts octets; false: no more of them may go out. A session that was broken off begins a content anew by itself, and as
 * often as sessions may: there nothing is used up (`isBudgeted` false).
 */
export async function countOctets(
  sql: Sql,
  grant: string,
  { from, octets, begins, isCut }: SentOctets,
  isBudgeted = true,
): Promise<boolean> {
  const [row] = await sql<{ may: boolean }[]>`
    update download_grants g set
      octets_sent = g.octets_sent + ${octets}::bigint,
      octets_reached = case when ${from}::bigint <= g.octets_reached
        then greatest(g.octets_reached, ${from + octets}::bigint) else g.octets_reached end,
      requests = g.requests + ${begins ? 1 : 0}, cuts = g.cuts + ${isCut ? 1 : 0},
      started_at = coalesce(g.started_at, now()), last_at = now()
    from tasks t, contents c
    where g.grant_id = ${grant} and t.device_id = g.device_id and t.operation_id = g.operation_id
      and c.content_id = g.content_id
    returning g.expires_at > now() and t.ended_at is null and ${mayGoOut(sql)}
      and (g.octets_sent <= ${OCTETS_MAX(sql)} or not ${isBudgeted}) as may`;
  return row?.may === true;
}

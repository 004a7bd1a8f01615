import type { ContentStore } from "../../adapters/content-store";
import type { Sql } from "../../db/client";
import type { ContentWanted } from "../../oma-dm";
import { countOctets } from "./find-download";

/**
 * A part of a granted content for a device that is sent it in its session; null: it may not be had any more. It counts as
 * sent when it is read.
 */
export async function readGranted(
  sql: Sql,
  store: ContentStore,
  { content: grant, from, octets }: ContentWanted,
): Promise<Uint8Array | null> {
  const [content] = await sql<{ sha256: string; size: string }[]>`
    select encode(c.sha256, 'hex') as sha256, c.size
    from download_grants g join contents c on c.content_id = g.content_id where g.grant_id = ${grant}`;
  if (!content) return null;
  const length = Math.max(0, Math.min(octets, Number(content.size) - from));
  const sent = { from, octets: length, begins: from === 0, isCut: false };
  const may = await countOctets(sql, grant, sent, false);
  return may ? store.read(content.sha256, from, length) : null;
}

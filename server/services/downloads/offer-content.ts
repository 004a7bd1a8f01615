import type { Sql } from "../../db/client";
import { fromPublicId, newUuid, toPublicId } from "../../ids";
import type { ContentGrant, OfferNews } from "../../oma-dm";
import type { OfferRequest } from "../device-sessions/plan-contents";
import type { DownloadAddresses } from "./download-addresses";
import { mayGoOut } from "./may-go-out";

/** A grant ends with its task, and after so long in any case. */
const DAYS_MAX = 14;

interface ContentRow extends Omit<ContentGrant, "grant" | "contentId" | "size"> {
  readonly state: string;
  readonly mayGoOut: boolean;
  readonly size: string;
}

/**
 * Grants a task's device a content that may go out, in the environment of the device. Asked again for the same task and
 * content it is the same grant, for as long as it was at first.
 */
export async function offerContent(
  sql: Sql,
  addresses: DownloadAddresses,
  { deviceId, operationId, contentId }: OfferRequest,
): Promise<OfferNews> {
  const id = fromPublicId("con", contentId);
  const [content] = id
    ? await sql<ContentRow[]>`
        select c.state, ${mayGoOut(sql)} as "mayGoOut", c.name, c.version, c.from_versions as "fromVersions",
          c.manufacturer, c.models, c.size, encode(c.sha256, 'hex') as sha256
        from contents c join operations o on o.realm = c.realm
        where c.content_id = ${id} and o.operation_id = ${operationId}`
    : [];
  if (!id || !content) return { problem: "content_missing" };
  const { state, mayGoOut: may, size, ...facts } = content;
  if (state === "uploading" || state === "verifying") return { problem: "content_missing" };
  if (!may) return { problem: "content_withdrawn" };
  const grant = await grantOf(sql, addresses, deviceId, operationId, id);
  return { grant, contentId: toPublicId("con", id), ...facts, size: Number(size) };
}

async function grantOf(
  sql: Sql,
  addresses: DownloadAddresses,
  deviceId: string,
  operationId: string,
  contentId: string,
): Promise<string> {
  const made = newUuid();
  await sql`
    insert into download_grants (device_id, operation_id, content_id, grant_id, token_hash, expires_at)
    values (${deviceId}, ${operationId}, ${contentId}, ${made}, ${addresses.hashOf(made)},
      now() + make_interval(days => ${DAYS_MAX}))
    on conflict (device_id, operation_id, content_id) do nothing`;
  const [row] = await sql<{ grant_id: string }[]>`
    select grant_id from download_grants
    where device_id = ${deviceId} and operation_id = ${operationId} and content_id = ${contentId}`;
  if (!row) throw new Error("A grant that was just made is not there.");
  return row.grant_id;
}

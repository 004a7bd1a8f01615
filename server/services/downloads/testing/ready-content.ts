import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { ContentStore } from "../../../adapters/content-store";
import type { Sql } from "../../../db/client";
import { newUuid, toPublicId } from "../../../ids";

export interface ReadyContentFacts {
  readonly name?: string;
  readonly kind?: "firmware" | "software";
  readonly version?: string | null;
  readonly fromVersions?: readonly string[] | null;
  readonly manufacturer?: string | null;
  readonly models?: readonly string[] | null;
  readonly realm?: "live" | "sandbox";
  /** An External System whose it is; left out: the server's own. */
  readonly systemId?: string;
  /** A registered key that signed it: the row's id. */
  readonly signingKeyId?: string | null;
}

export interface ReadyContent {
  /** Public: `con_...`. */
  readonly id: string;
  readonly uuid: string;
  readonly sha256: string;
  readonly size: number;
}

/** Puts a content into the store and through its states, as if it had been taken in and found right. */
export async function readyContent(
  sql: Sql,
  store: ContentStore,
  octets: AsyncIterable<Uint8Array> | Uint8Array,
  facts: ReadyContentFacts = {},
): Promise<ReadyContent> {
  const uuid = newUuid();
  const hash = createHash("sha256");
  const source = octets instanceof Uint8Array ? Readable.from([octets]) : octets;
  const { size } = await store.append(uuid, hashed(source, hash), { offset: 0, octetsMax: Number.MAX_SAFE_INTEGER });
  const sha256 = hash.digest("hex");
  await store.commit(uuid, sha256);
  await insertReady(sql, { uuid, sha256, size }, facts);
  return { id: toPublicId("con", uuid), uuid, sha256, size };
}

/** The row alone, of a file that is in the store already. */
export async function insertReady(
  sql: Sql,
  { uuid, sha256, size }: Omit<ReadyContent, "id">,
  facts: ReadyContentFacts = {},
): Promise<void> {
  const {
    name = "Firmware",
    kind = "firmware",
    version = "2.0",
    manufacturer = null,
    models = null,
    fromVersions = null,
    systemId,
    signingKeyId = null,
  } = facts;
  await sql`
    insert into contents (content_id, realm, owner_kind, owner_id, owner_name, kind, name, version, from_versions,
      manufacturer, models, size, sha256, received, signing_key_id)
    values (${uuid}, ${facts.realm ?? "live"}, ${systemId ? "system" : "internal"}, ${systemId ?? "test"}, 'Test', ${kind},
      ${name}, ${version}, ${fromVersions as string[] | null}, ${manufacturer}, ${models as string[] | null}, ${size}, ${Buffer.from(sha256, "hex")}, ${size},
      ${signingKeyId})`;
  await moveContent(sql, uuid, "verifying");
  await moveContent(sql, uuid, "ready");
}

export async function moveContent(sql: Sql, uuid: string, state: string): Promise<void> {
  await sql`update contents set state = ${state}, reason = 'test' where content_id = ${uuid}`;
}

async function* hashed(
  octets: AsyncIterable<Uint8Array>,
  hash: ReturnType<typeof createHash>,
): AsyncIterable<Uint8Array> {
  for await (const chunk of octets) {
    hash.update(chunk);
    yield chunk;
  }
}

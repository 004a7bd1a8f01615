import { createHmac, createSecretKey, randomBytes } from "node:crypto";
import { asc, sql } from "drizzle-orm";
import { dataKeys } from "../../../drizzle/schema/access";
import type { Database } from "../../db/client";
import {
  createIvSource,
  DATA_KEY_OCTETS,
  type DataKey,
  EnvelopeError,
  openOctets,
  openText,
  sealOctets,
  sealText,
} from "./envelope";
import { type KeyPurpose, SEAL_PURPOSES, type SealPurpose, SIGN_PURPOSES, type SignPurpose } from "./purposes";

/**
 * Seals and opens secrets, without waiting for anything: the data keys are in memory. `row` is the id of the row the
 * value stands in; a value opens for that purpose and row only. `open` and `openText` throw EnvelopeError.
 */
export interface Sealer {
  seal(purpose: SealPurpose, row: string, octets: Uint8Array): Buffer;
  open(purpose: SealPurpose, row: string, sealed: Uint8Array): Buffer;
  /** The same in the form for text columns: `v1.<key id>.<iv>.<ciphertext and tag>`. */
  sealText(purpose: SealPurpose, row: string, text: string): string;
  openText(purpose: SealPurpose, row: string, sealed: string): string;
  /** HMAC-SHA-256 under the first data key of the purpose: the same on every node. */
  sign(purpose: SignPurpose, octets: string): Buffer;
}

export interface SealerOptions {
  /** 32 octets; wraps the data keys and never touches a value itself. */
  readonly masterKey: Uint8Array;
  readonly database: Database;
}

/**
 * Loads the data keys, and makes those that are missing. Every wrapped key is a canary: one that the master key does
 * not open stops the start.
 *
 * Throws Error when the master key has another length or does not fit the keys in the database.
 */
export async function createSealer({ masterKey, database }: SealerOptions): Promise<Sealer> {
  if (masterKey.length !== DATA_KEY_OCTETS) {
    throw new Error(`The master key has ${masterKey.length} octets; it needs ${DATA_KEY_OCTETS}.`);
  }
  const master: DataKey = { id: "master", key: createSecretKey(masterKey) };
  const rows = await loadOrMakeDataKeys(database, master);
  const byId = new Map<string, DataKey>();
  const byPurpose = new Map<KeyPurpose, DataKey>();
  const firstOctets = new Map<KeyPurpose, Buffer>();
  for (const row of rows) {
    const octets = unwrap(master, row);
    const purpose = row.purpose as KeyPurpose;
    const key: DataKey = { id: row.keyId, key: createSecretKey(octets) };
    byId.set(key.id, key);
    byPurpose.set(purpose, key);
    if (!firstOctets.has(purpose)) firstOctets.set(purpose, octets);
  }
  const ivs = createIvSource();
  const keyById = (id: string) => byId.get(id);
  const current = (purpose: KeyPurpose): DataKey => present(byPurpose.get(purpose), purpose);
  return {
    seal: (purpose, row, octets) => sealOctets(current(purpose), ivs(), bound(purpose, row), octets),
    open: (purpose, row, sealed) => openOctets(keyById, bound(purpose, row), sealed),
    sealText: (purpose, row, text) => sealText(current(purpose), ivs(), bound(purpose, row), text),
    openText: (purpose, row, sealed) => openText(keyById, bound(purpose, row), sealed),
    sign: (purpose, octets) =>
      createHmac("sha256", present(firstOctets.get(purpose), purpose))
        .update(octets)
        .digest(),
  };
}

interface DataKeyRow {
  readonly keyId: string;
  readonly purpose: string;
  readonly wrapped: Uint8Array;
}

/** Oldest first, so that the newest of a purpose is the one in use. One process at a time makes keys. */
async function loadOrMakeDataKeys(database: Database, master: DataKey): Promise<DataKeyRow[]> {
  return database.transaction(async (transaction) => {
    await transaction.execute(sql`select pg_advisory_xact_lock(hashtext('dmwsi data keys'))`);
    const rows: DataKeyRow[] = await transaction
      .select({ keyId: dataKeys.keyId, purpose: dataKeys.purpose, wrapped: dataKeys.wrapped })
      .from(dataKeys)
      .orderBy(asc(dataKeys.createdAt), asc(dataKeys.keyId));
    for (const purpose of [...SEAL_PURPOSES, ...SIGN_PURPOSES]) {
      if (rows.some((row) => row.purpose === purpose)) continue;
      const keyId = `k${randomBytes(6).toString("hex")}`;
      const wrapped = sealOctets(master, createIvSource()(), wrapBound(keyId, purpose), randomBytes(DATA_KEY_OCTETS));
      await transaction.insert(dataKeys).values({ keyId, purpose, wrapped });
      rows.push({ keyId, purpose, wrapped });
    }
    return rows;
  });
}

function unwrap(master: DataKey, row: DataKeyRow): Buffer {
  try {
    return openOctets((id) => (id === master.id ? master : undefined), wrapBound(row.keyId, row.purpose), row.wrapped);
  } catch (error) {
    if (!(error instanceof EnvelopeError)) throw error;
    throw new Error(
      "The master key does not open the data keys in this database. Start with the key this database was set up with; without it no secret in it can be read.",
    );
  }
}

function bound(purpose: SealPurpose, row: string): string {
  return `${purpose}|${row}`;
}

function wrapBound(keyId: string, purpose: string): string {
  return `data_keys.wrapped|${keyId}|${purpose}`;
}

function present<T>(key: T | undefined, purpose: KeyPurpose): T {
  if (key === undefined) throw new Error(`No data key for ${purpose}.`);
  return key;
}

import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { and, asc, desc, isNotNull, lt, sql } from "drizzle-orm";
import type { z } from "zod";
import { eventSigningKeys } from "../../../drizzle/schema/feeds";
import type { Database, Transaction } from "../../db/client";
import { newUuid } from "../../ids";
import type { Sealer } from "../secrets";
import type { PublishedKeysView } from "./schemas";

/** What signs events now. */
export interface EventSigner {
  /** `kid` of its signatures, and of its public half among the published keys. */
  readonly keyId: string;
  /** Ed25519 */
  readonly key: KeyObject;
}

/** How long a key signs before the next one is made. */
const KEY_DAYS = 90;
/** A key is published for so long before it signs, so that whoever keeps the published keys for a while has it by then. */
const PUBLISHED_BEFORE_HOURS = 24;
/** Published at most, the newest: twelve years of them. */
const PUBLISHED_MAX = 50;

/** The newest key that has been published long enough; of a new server the first one, made when there is none. */
export async function eventSigner(transaction: Transaction, sealer: Sealer): Promise<EventSigner> {
  const row = (await findSigner(transaction)) ?? (await makeFirst(transaction, sealer));
  const pem = sealer.openText("event_signing_keys.sealed_key", row.keyId, row.sealedKey ?? "");
  return { keyId: row.keyId, key: createPrivateKey(pem) };
}

/** What signatures are checked with, the newest key first. One that signs no more stays. */
export async function readPublishedKeys(database: Database): Promise<z.infer<typeof PublishedKeysView>> {
  const rows = await database
    .select()
    .from(eventSigningKeys)
    .orderBy(desc(eventSigningKeys.keyId))
    .limit(PUBLISHED_MAX);
  return { keys: rows.map(({ keyId, publicKey }) => ({ kid: keyId, ...publicKey, alg: "EdDSA", use: "sig" })) };
}

/**
 * Sees to it that there is a key, makes the next one when the newest has come of age, and forgets the private halves of
 * those that sign no more. Of several processes one does it. Answers how many keys it made.
 */
export async function keepSigningKeys(database: Database, sealer: Sealer): Promise<number> {
  return database.transaction(async (transaction) => {
    await lock(transaction);
    const [young] = await transaction
      .select({ keyId: eventSigningKeys.keyId })
      .from(eventSigningKeys)
      .where(sql`${eventSigningKeys.createdAt} > now() - make_interval(days => ${KEY_DAYS})`)
      .limit(1);
    if (!young) await insertKey(transaction, sealer);
    const signer = await findSigner(transaction);
    if (signer) {
      await transaction
        .update(eventSigningKeys)
        .set({ sealedKey: null })
        .where(and(lt(eventSigningKeys.keyId, signer.keyId), isNotNull(eventSigningKeys.sealedKey)));
    }
    return young ? 0 : 1;
  });
}

async function findSigner(transaction: Transaction) {
  const isDue = sql`${eventSigningKeys.createdAt} <= now() - make_interval(hours => ${PUBLISHED_BEFORE_HOURS})`;
  const [row] = await transaction
    .select()
    .from(eventSigningKeys)
    .where(isNotNull(eventSigningKeys.sealedKey))
    // Where none is due yet, the oldest: nobody can have kept other ones.
    .orderBy(desc(isDue), sql`case when ${isDue} then ${eventSigningKeys.keyId} end desc`, asc(eventSigningKeys.keyId))
    .limit(1);
  return row;
}

async function makeFirst(transaction: Transaction, sealer: Sealer) {
  await lock(transaction);
  return (await findSigner(transaction)) ?? (await insertKey(transaction, sealer));
}

async function lock(transaction: Transaction): Promise<void> {
  await transaction.execute(sql`select pg_advisory_xact_lock(hashtext('dmwsi event signing keys'))`);
}

async function insertKey(transaction: Transaction, sealer: Sealer) {
  const keyId = newUuid();
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const { kty = "", crv = "", x = "" } = publicKey.export({ format: "jwk" });
  const pem = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
  const sealedKey = sealer.sealText("event_signing_keys.sealed_key", keyId, pem);
  const [row] = await transaction
    .insert(eventSigningKeys)
    .values({ keyId, publicKey: { kty, crv, x }, sealedKey })
    .returning();
  if (!row) throw new Error("An insert gave no row.");
  return row;
}

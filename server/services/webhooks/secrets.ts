import { randomBytes } from "node:crypto";
import { and, desc, eq, gt, inArray, isNull, or, sql } from "drizzle-orm";
import { subscriptionSecrets } from "../../../drizzle/schema/subscriptions";
import type { Transaction } from "../../db/client";
import { newUuid } from "../../ids";
import type { Sealer } from "../secrets";
import { secretText } from "./sign-message";

const SECRET_OCTETS = 32;
export const LIVE_SECRETS_MAX = 2;

/** Makes a secret up, keeps it sealed and gives it away: `whsec_...`. */
export async function insertSecret(transaction: Transaction, sealer: Sealer, subscriptionId: string): Promise<string> {
  const secretId = newUuid();
  const secret = secretText(randomBytes(SECRET_OCTETS));
  const sealedSecret = sealer.sealText("subscription_secrets.sealed_secret", secretId, secret);
  await transaction.insert(subscriptionSecrets).values({ secretId, subscriptionId, sealedSecret });
  return secret;
}

/** Secrets that sign now, of several subscriptions, the newest first. */
export function liveSecrets(transaction: Pick<Transaction, "select">, subscriptionIds: readonly string[]) {
  return transaction
    .select()
    .from(subscriptionSecrets)
    .where(
      and(
        inArray(subscriptionSecrets.subscriptionId, [...subscriptionIds]),
        or(isNull(subscriptionSecrets.expiresAt), gt(subscriptionSecrets.expiresAt, sql`now()`)),
      ),
    )
    .orderBy(desc(subscriptionSecrets.secretId));
}

/** Those of a subscription as its receiver has them. */
export async function openSecrets(
  database: Pick<Transaction, "select">,
  sealer: Sealer,
  subscriptionId: string,
): Promise<string[]> {
  const rows = await liveSecrets(database, [subscriptionId]);
  return rows.map((row) => sealer.openText("subscription_secrets.sealed_secret", row.secretId, row.sealedSecret));
}

/** Lets the secrets until now sign for so many hours more. */
export async function endSecrets(transaction: Transaction, subscriptionId: string, hours: number): Promise<void> {
  await transaction
    .update(subscriptionSecrets)
    .set({
      expiresAt: sql`least(coalesce(${subscriptionSecrets.expiresAt}, 'infinity'), now() + make_interval(secs => ${hours * 3_600}))`,
    })
    .where(eq(subscriptionSecrets.subscriptionId, subscriptionId));
}

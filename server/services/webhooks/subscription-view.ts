import type { Transaction } from "../../db/client";
import { toPublicId } from "../../ids";
import type { SubscriptionRow } from "./find-subscription";
import type { SubscriptionView } from "./schemas";
import { liveSecrets } from "./secrets";
import { withheldReasons } from "./withheld";

/** Subscriptions in the order given. No secret is in them. */
export async function subscriptionViews(
  transaction: Transaction,
  rows: readonly SubscriptionRow[],
): Promise<SubscriptionView[]> {
  if (rows.length === 0) return [];
  const subscriptionIds = rows.map((row) => row.subscriptionId);
  const secrets = await liveSecrets(transaction, subscriptionIds);
  const withheld = await withheldReasons(transaction, subscriptionIds);
  return rows.map((row) => ({
    id: toPublicId("sub", row.subscriptionId),
    systemId: toPublicId("xs", row.systemId),
    url: row.url,
    types: row.types,
    filter: row.filter,
    description: row.description,
    state: row.state,
    cause: row.cause,
    stateSince: row.stateSince.toISOString(),
    withheld: withheld.get(row.subscriptionId) ?? null,
    secrets: secrets
      .filter(({ subscriptionId }) => subscriptionId === row.subscriptionId)
      .map(({ secretId, createdAt, expiresAt }) => ({
        id: secretId,
        createdAt: createdAt.toISOString(),
        expiresAt: expiresAt?.toISOString() ?? null,
      })),
    failures: row.failures,
    failingSince: row.failingSince?.toISOString() ?? null,
    lastSuccessAt: row.lastSuccessAt?.toISOString() ?? null,
    heldUntil: row.heldUntil?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    revision: row.revision,
  }));
}

export async function subscriptionView(transaction: Transaction, row: SubscriptionRow): Promise<SubscriptionView> {
  const [view] = await subscriptionViews(transaction, [row]);
  if (!view) throw new Error("A row gave no view.");
  return view;
}

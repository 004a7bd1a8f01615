import { count, eq, sql } from "drizzle-orm";
import { externalSystems } from "../../../drizzle/schema/access";
import { eventFeeds } from "../../../drizzle/schema/feeds";
import { subscriptions } from "../../../drizzle/schema/subscriptions";
import type { Transaction } from "../../db/client";
import { fromPublicId, newUuid } from "../../ids";
import { checkDestination } from "../check-destination";
import { ServiceError } from "../errors";
import type { Principal } from "../principal";
import { useCase } from "../use-case";
import { checkFilter } from "./check-filter";
import { CreateSubscriptionInput, NewSecretView, RECEIVER_FIELD } from "./schemas";
import { insertSecret } from "./secrets";
import { subscriptionView } from "./subscription-view";

/** Of one system. */
const SUBSCRIPTIONS_MAX = 20;

/**
 * Pushes the events of a system's feed to an address, from now on. The secret is in this answer and nowhere else.
 *
 * Throws ServiceError INVALID_INPUT for an address that the server does not go to, a system that there is not, or a filter
 * that cannot be read or is not for that system; LIMIT_EXCEEDED for a system that has too many.
 */
export const createSubscription = useCase({
  name: "subscription.create",
  scope: "subscriptions:write",
  sensitive: true,
  input: CreateSubscriptionInput,
  output: NewSecretView,
  audit: true,
  async run(context, transaction, { url, types, filter = null, description = null, systemId }) {
    checkDestination(context, url, RECEIVER_FIELD);
    const system = await lockOwner(transaction, context.principal, systemId);
    if (filter !== null) checkFilter(filter, system.scopes);
    await refuseTooMany(transaction, system.systemId);
    const end = transaction
      .select({ seq: eventFeeds.seq })
      .from(eventFeeds)
      .where(eq(eventFeeds.systemId, system.systemId));
    const [row] = await transaction
      .insert(subscriptions)
      .values({
        subscriptionId: newUuid(),
        realm: system.realm,
        systemId: system.systemId,
        ...{ url, types, filter, description },
        position: sql`coalesce((${end}), 0)`,
      })
      .returning();
    if (!row) throw new Error("An insert gave no row.");
    const secret = await insertSecret(transaction, context.sealer, row.subscriptionId);
    const view = await subscriptionView(transaction, row);
    return {
      result: { ...view, secret },
      audit: { object: view.id, after: { systemId: view.systemId, url, types, filter, description } },
    };
  },
});

/** The system whose events are asked for, locked: its subscriptions are counted by one at a time. */
async function lockOwner(transaction: Transaction, principal: Principal, asked: string | undefined) {
  const id = principal.kind === "system" ? (asked ?? principal.id) : asked;
  const systemId = id === undefined ? null : fromPublicId("xs", id);
  const [row] =
    systemId === null || (principal.kind === "system" && id !== principal.id)
      ? []
      : await transaction
          .select()
          .from(externalSystems)
          .where(eq(externalSystems.systemId, systemId))
          .for("no key update");
  if (row && row.realm === principal.realm) return row;
  throw new ServiceError("INVALID_INPUT", "Say whose events are to be sent.", [
    {
      pointer: "/systemId",
      code: "system",
      detail: "Give the id (xs_...) of an External System that you may act for.",
    },
  ]);
}

async function refuseTooMany(transaction: Transaction, systemId: string): Promise<void> {
  const [{ there } = { there: 0 }] = await transaction
    .select({ there: count() })
    .from(subscriptions)
    .where(eq(subscriptions.systemId, systemId));
  if (there < SUBSCRIPTIONS_MAX) return;
  throw new ServiceError(
    "LIMIT_EXCEEDED",
    `A system has at most ${SUBSCRIPTIONS_MAX} subscriptions. Delete one that is not needed.`,
  );
}

import { and, eq, isNull, or, type SQL } from "drizzle-orm";
import { grants } from "../../../drizzle/schema/feeds";
import type { Transaction } from "../../db/client";
import { fromPublicId, NO_ID } from "../../ids";
import { callingSystem } from "../calling-system";
import { ServiceError } from "../errors";
import type { Principal } from "../principal";
import type { GrantRow } from "./grant-view";

/** Grants that were not ended: people and the server itself see all of their realm; an External System those of its two sides. */
export function mayUseGrant(principal: Principal): SQL | undefined {
  const isThere = and(eq(grants.realm, principal.realm), isNull(grants.endedAt));
  const systemId = callingSystem(principal);
  return systemId === null
    ? isThere
    : and(isThere, or(eq(grants.fromSystemId, systemId), eq(grants.toSystemId, systemId)));
}

/**
 * The grant with a public id (`gra_...`), as far as the principal may see it.
 *
 * Throws ServiceError NOT_FOUND, the same for one of others, one that was ended, and none.
 */
export async function findGrant(transaction: Transaction, principal: Principal, id: string): Promise<GrantRow> {
  const [row] = await selectGrant(transaction, principal, id);
  if (!row) throw unknownGrant();
  return row;
}

/** The same, locked until the transaction ends, for a change. */
export async function lockGrant(transaction: Transaction, principal: Principal, id: string): Promise<GrantRow> {
  const [row] = await selectGrant(transaction, principal, id).for("no key update");
  if (!row) throw unknownGrant();
  return row;
}

/**
 * Of people, whoever registers the systems speaks for them, as for the recipients of what people start.
 *
 * Throws ServiceError FORBIDDEN.
 */
export function refuseWhoSpeaksForNone({ scopes }: Principal): void {
  if (!scopes.has("systems:write")) {
    throw new ServiceError("FORBIDDEN", "Only External Systems and administrators consent to grants.");
  }
}

function selectGrant(transaction: Transaction, principal: Principal, id: string) {
  const grantId = fromPublicId("gra", id) ?? NO_ID;
  return transaction
    .select()
    .from(grants)
    .where(and(eq(grants.grantId, grantId), mayUseGrant(principal)));
}

function unknownGrant(): ServiceError {
  return new ServiceError("NOT_FOUND", "There is no such grant.");
}

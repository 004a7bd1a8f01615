import { and, eq } from "drizzle-orm";
import { externalSystems } from "../../../drizzle/schema/access";
import { grants } from "../../../drizzle/schema/feeds";
import type { Transaction } from "../../db/client";
import { fromPublicId, newUuid } from "../../ids";
import { ServiceError } from "../errors";
import type { Principal } from "../principal";
import { useCase } from "../use-case";
import { refuseWhoSpeaksForNone } from "./find-grant";
import { grantView } from "./grant-view";
import { refuseTooMany } from "./refuse-too-many";
import { GrantView, ProposeGrantInput } from "./schemas";
import { tellSides } from "./tell-sides";

/**
 * Offers results of one's own to another system, or asks another for its results. Nothing is shown until the other side
 * has accepted. Given by an administrator, who speaks for both sides, it is in force at once.
 *
 * Throws ServiceError FORBIDDEN for people who are no administrators; INVALID_INPUT where the caller is neither side, or
 * both are the same, or a side does not exist; LIMIT_EXCEEDED for a system that has too many.
 */
export const proposeGrant = useCase({
  name: "grant.propose",
  scope: "subscriptions:write",
  sensitive: true,
  input: ProposeGrantInput,
  output: GrantView,
  audit: true,
  async run({ principal }, transaction, { from, to, kinds, detail }) {
    const side = sideOf(principal, from, to);
    const fromSystemId = await systemOfRealm(transaction, principal, "from", from);
    const toSystemId = await systemOfRealm(transaction, principal, "to", to);
    const sides = { from: [fromSystemId], to: [toSystemId], both: [fromSystemId, toSystemId] };
    await refuseTooMany(transaction, sides[side]);
    const now = new Date();
    const [row] = await transaction
      .insert(grants)
      .values({
        grantId: newUuid(),
        realm: principal.realm,
        ...{ fromSystemId, toSystemId, kinds: [...new Set(kinds)], detail },
        fromConsentedAt: side === "to" ? null : now,
        toConsentedAt: side === "from" ? null : now,
        createdAt: now,
      })
      .returning();
    if (!row) throw new Error("An insert gave no row.");
    await tellSides(transaction, principal, row, side === "both" ? "accepted" : "proposed");
    const result = grantView(row);
    return { result, audit: { object: result.id, after: { from, to, kinds: row.kinds, detail } } };
  },
});

/** The side that the caller speaks for. */
function sideOf(principal: Principal, from: string, to: string): "from" | "to" | "both" {
  if (from === to) {
    throw new ServiceError("INVALID_INPUT", "A grant is between two systems.", [
      { pointer: "/to", code: "same", detail: "Give another system than in from." },
    ]);
  }
  if (principal.kind !== "system") {
    refuseWhoSpeaksForNone(principal);
    return "both";
  }
  if (from === principal.id) return "from";
  if (to === principal.id) return "to";
  throw new ServiceError("INVALID_INPUT", "A system proposes grants of its own.", [
    { pointer: "/from", code: "party", detail: `Give your own id (${principal.id}) in from, or in to.` },
  ]);
}

async function systemOfRealm(
  transaction: Transaction,
  principal: Principal,
  field: "from" | "to",
  id: string,
): Promise<string> {
  const systemId = fromPublicId("xs", id);
  const [row] =
    systemId === null
      ? []
      : await transaction
          .select({ systemId: externalSystems.systemId })
          .from(externalSystems)
          .where(and(eq(externalSystems.systemId, systemId), eq(externalSystems.realm, principal.realm)));
  if (row) return row.systemId;
  throw new ServiceError("INVALID_INPUT", "There is no such External System.", [
    { pointer: `/${field}`, code: "system", detail: "Give the id (xs_...) of an External System of your environment." },
  ]);
}

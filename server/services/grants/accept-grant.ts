import { eq, sql } from "drizzle-orm";
import { grants } from "../../../drizzle/schema/feeds";
import { fromPublicId } from "../../ids";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { lockGrant } from "./find-grant";
import { grantView } from "./grant-view";
import { GrantIdInput, GrantView } from "./schemas";

/**
 * The other side consents: from now on operations may name `to` as a recipient.
 *
 * Throws ServiceError NOT_FOUND; FORBIDDEN for who is no External System; FAILED_PRECONDITION for the side that has
 * consented already.
 */
export const acceptGrant = useCase({
  name: "grant.accept",
  scope: "subscriptions:write",
  input: GrantIdInput,
  output: GrantView,
  audit: true,
  async run({ principal }, transaction, { id }) {
    const before = await lockGrant(transaction, principal, id);
    if (principal.kind !== "system") throw new ServiceError("FORBIDDEN", "Only External Systems consent to grants.");
    const isFrom = before.fromSystemId === fromPublicId("xs", principal.id);
    if ((isFrom ? before.fromConsentedAt : before.toConsentedAt) !== null) {
      throw new ServiceError("FAILED_PRECONDITION", "You have consented already. The other side has to accept it.");
    }
    const [row] = await transaction
      .update(grants)
      .set(isFrom ? { fromConsentedAt: sql`now()` } : { toConsentedAt: sql`now()` })
      .where(eq(grants.grantId, before.grantId))
      .returning();
    if (!row) throw new Error("An update gave no row.");
    const result = grantView(row);
    const { from, to, kinds, detail } = result;
    return {
      result,
      audit: { object: id, before: { state: "waiting" }, after: { state: result.state, from, to, kinds, detail } },
    };
  },
});

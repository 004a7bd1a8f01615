import { eq, sql } from "drizzle-orm";
import { grants } from "../../../drizzle/schema/feeds";
import { callingSystem } from "../calling-system";
import { ServiceError } from "../errors";
import type { Principal } from "../principal";
import { useCase } from "../use-case";
import { lockGrant, refuseWhoSpeaksForNone } from "./find-grant";
import { type GrantRow, grantView } from "./grant-view";
import { refuseTooMany } from "./refuse-too-many";
import { GrantIdInput, GrantView } from "./schemas";
import { tellSides } from "./tell-sides";

/**
 * The other side consents, or an administrator in its name: from now on operations may name `to` as a recipient.
 *
 * Throws ServiceError NOT_FOUND; FORBIDDEN for people who are no administrators; FAILED_PRECONDITION for the side that has
 * consented already; LIMIT_EXCEEDED for one that has too many.
 */
export const acceptGrant = useCase({
  name: "grant.accept",
  scope: "subscriptions:write",
  sensitive: true,
  input: GrantIdInput,
  output: GrantView,
  audit: true,
  async run({ principal }, transaction, { id }) {
    const before = await lockGrant(transaction, principal, id);
    const isFrom = consentingSide(principal, before) === "from";
    if ((isFrom ? before.fromConsentedAt : before.toConsentedAt) !== null) {
      const isWaiting = before.fromConsentedAt === null || before.toConsentedAt === null;
      throw new ServiceError("FAILED_PRECONDITION", isWaiting ? ALREADY.own : ALREADY.both);
    }
    await refuseTooMany(transaction, [isFrom ? before.fromSystemId : before.toSystemId]);
    const [row] = await transaction
      .update(grants)
      .set(isFrom ? { fromConsentedAt: sql`now()` } : { toConsentedAt: sql`now()` })
      .where(eq(grants.grantId, before.grantId))
      .returning();
    if (!row) throw new Error("An update gave no row.");
    await tellSides(transaction, principal, row, "accepted");
    const result = grantView(row);
    const { from, to, kinds, detail } = result;
    return {
      result,
      audit: { object: id, before: { state: "waiting" }, after: { state: result.state, from, to, kinds, detail } },
    };
  },
});

const ALREADY = {
  own: "You have consented already. The other side has to accept it.",
  both: "Both sides have consented already: the grant is in force.",
};

/** The caller's own side; for an administrator the one that has not consented. */
function consentingSide(principal: Principal, grant: GrantRow): "from" | "to" {
  if (principal.kind === "system") return grant.fromSystemId === callingSystem(principal) ? "from" : "to";
  refuseWhoSpeaksForNone(principal);
  return grant.fromConsentedAt === null ? "from" : "to";
}

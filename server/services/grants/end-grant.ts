import { eq, sql } from "drizzle-orm";
import { grants } from "../../../drizzle/schema/feeds";
import { useCase } from "../use-case";
import { lockGrant } from "./find-grant";
import { grantView } from "./grant-view";
import { GrantIdInput, GrantView } from "./schemas";
import { tellSides } from "./tell-sides";

/**
 * Ends a grant, or what was only proposed; either side may, and an administrator. What was told under it is withdrawn
 * from `to` at once, also in the middle of an operation. The answer is what it was.
 *
 * Throws ServiceError NOT_FOUND.
 */
export const endGrant = useCase({
  name: "grant.end",
  scope: "subscriptions:write",
  input: GrantIdInput,
  output: GrantView,
  audit: true,
  async run({ principal }, transaction, { id }) {
    const row = await lockGrant(transaction, principal, id);
    await transaction
      .update(grants)
      .set({ endedAt: sql`now()`, endedById: principal.id })
      .where(eq(grants.grantId, row.grantId));
    await tellSides(transaction, principal, row, "ended");
    const result = grantView(row);
    const { from, to, kinds, detail, state } = result;
    return { result, audit: { object: id, before: { state, from, to, kinds, detail }, after: { state: "ended" } } };
  },
});

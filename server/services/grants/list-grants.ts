import { and, isNotNull, isNull, or } from "drizzle-orm";
import { grants } from "../../../drizzle/schema/feeds";
import { walkBy } from "../cursor";
import { useCase } from "../use-case";
import { mayUseGrant } from "./find-grant";
import { grantView } from "./grant-view";
import { GrantPage, ListGrantsInput } from "./schemas";

const STATES = {
  waiting: or(isNull(grants.fromConsentedAt), isNull(grants.toConsentedAt)),
  active: and(isNotNull(grants.fromConsentedAt), isNotNull(grants.toConsentedAt)),
};

/** Those that were not ended, the newest first. */
export const listGrants = useCase({
  name: "grant.list",
  scope: "events:read",
  input: ListGrantsInput,
  output: GrantPage,
  audit: false,
  async run(context, transaction, input) {
    const walk = walkBy(grants.grantId, "down", "grants", context, input);
    const rows = await transaction
      .select()
      .from(grants)
      .where(and(mayUseGrant(context.principal), input.state && STATES[input.state], walk.beyond))
      .orderBy(walk.order)
      .limit(walk.rowsMax);
    const page = walk.pageOf(rows, (row) => row.grantId);
    return { items: page.rows.map(grantView), next: page.next };
  },
});

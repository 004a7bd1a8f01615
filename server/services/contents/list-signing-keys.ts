import { and, eq } from "drizzle-orm";
import { signingKeys } from "../../../drizzle/schema/contents";
import { walkBy } from "../cursor";
import { useCase } from "../use-case";
import { ListSigningKeysInput, SigningKeyPage } from "./schemas";
import { signingKeyView } from "./signing-key-view";

/** The newest first, revoked ones too. */
export const listSigningKeys = useCase({
  name: "signing_key.list",
  scope: "contents:read",
  input: ListSigningKeysInput,
  output: SigningKeyPage,
  audit: false,
  async run(context, transaction, input) {
    const walk = walkBy(signingKeys.keyId, "down", "signing-keys", context, input);
    const rows = await transaction
      .select()
      .from(signingKeys)
      .where(and(eq(signingKeys.realm, context.principal.realm), walk.beyond))
      .orderBy(walk.order)
      .limit(walk.rowsMax);
    const page = walk.pageOf(rows, (row) => row.keyId);
    return { items: page.rows.map(signingKeyView), next: page.next };
  },
});

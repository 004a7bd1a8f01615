import { and, desc, eq, lt } from "drizzle-orm";
import { signingKeys } from "../../../drizzle/schema/contents";
import { cursorsOf, pageFrom } from "../cursor";
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
    const cursors = cursorsOf(context, "signing-keys", input);
    const before = cursors.read(input.cursor);
    const rows = await transaction
      .select()
      .from(signingKeys)
      .where(
        and(
          eq(signingKeys.realm, context.principal.realm),
          before === null ? undefined : lt(signingKeys.keyId, before),
        ),
      )
      .orderBy(desc(signingKeys.keyId))
      .limit(input.limit + 1);
    const page = pageFrom(rows, input.limit, cursors, (row) => row.keyId);
    return { items: page.rows.map(signingKeyView), next: page.next };
  },
});

import { contents } from "../../../drizzle/schema/contents";
import { useCase } from "../use-case";
import { contentUse } from "./content-use";
import { contentView } from "./content-view";
import { contentOf, noSuchContent } from "./find-content";
import { ContentIdInput, ContentWithUse } from "./schemas";

/** Throws ServiceError NOT_FOUND. */
export const readContent = useCase({
  name: "content.read",
  scope: "contents:read",
  input: ContentIdInput,
  output: ContentWithUse,
  audit: false,
  async run(context, transaction, input) {
    const [row] = await transaction.select().from(contents).where(contentOf(context.principal, input.id));
    if (!row) throw noSuchContent();
    const usedBy = await contentUse(transaction, context.principal, row.contentId);
    return { ...contentView(context, row), usedBy };
  },
});

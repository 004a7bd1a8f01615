import { contents } from "../../../drizzle/schema/contents";
import { useCase } from "../use-case";
import { contentView } from "./content-view";
import { contentOf, noSuchContent } from "./find-content";
import { ContentIdInput, ContentView } from "./schemas";

/** Throws ServiceError NOT_FOUND. */
export const readContent = useCase({
  name: "content.read",
  scope: "contents:read",
  input: ContentIdInput,
  output: ContentView,
  audit: false,
  async run(context, transaction, input) {
    const [row] = await transaction.select().from(contents).where(contentOf(context.principal, input.id));
    if (!row) throw noSuchContent();
    return contentView(context, row);
  },
});

import { and, arrayContains, eq, isNull, or } from "drizzle-orm";
import { contents } from "../../../drizzle/schema/contents";
import { mayUseContent } from "../authorization";
import { walkBy } from "../cursor";
import { useCase } from "../use-case";
import { contentView } from "./content-view";
import { ContentPage, ListContentsInput } from "./schemas";

/** The newest first. */
export const listContents = useCase({
  name: "content.list",
  scope: "contents:read",
  input: ListContentsInput,
  output: ContentPage,
  audit: false,
  async run(context, transaction, input) {
    const walk = walkBy(contents.contentId, "down", "contents", context, input);
    const { kind, state, manufacturer, model } = input;
    const rows = await transaction
      .select()
      .from(contents)
      .where(
        and(
          mayUseContent(context.principal),
          kind === undefined ? undefined : eq(contents.kind, kind),
          state === undefined ? undefined : eq(contents.state, state),
          manufacturer === undefined ? undefined : eq(contents.manufacturer, manufacturer),
          model === undefined ? undefined : or(isNull(contents.models), arrayContains(contents.models, [model])),
          walk.beyond,
        ),
      )
      .orderBy(walk.order)
      .limit(walk.rowsMax);
    const page = walk.pageOf(rows, (row) => row.contentId);
    return { items: page.rows.map((row) => contentView(context, row)), next: page.next };
  },
});

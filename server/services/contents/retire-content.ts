import { useCase } from "../use-case";
import { contentUse } from "./content-use";
import { contentView } from "./content-view";
import { lockContent } from "./find-content";
import { moveContent, wrongState } from "./move-content";
import { ContentWithUse, RetireContentInput } from "./schemas";

/**
 * From now on no operation is started with the content. Those that were started before still give it to their devices, and
 * it cannot be deleted before they are over: the answer says how many there are.
 *
 * Throws ServiceError NOT_FOUND, FORBIDDEN, and FAILED_PRECONDITION for one that is not ready.
 */
export const retireContent = useCase({
  name: "content.retire",
  scope: "contents:write",
  input: RetireContentInput,
  output: ContentWithUse,
  audit: true,
  async run(context, transaction, { id, reason }) {
    const row = await lockContent(transaction, context.principal, id);
    if (row.state !== "ready") throw wrongState(row, "Only a ready content is retired.");
    const text = reason ?? "It is not to be used any more.";
    const moved = await moveContent(transaction, row, { to: "retired", reason: { code: "retired_by_person", text } });
    const usedBy = await contentUse(transaction, context.principal, row.contentId);
    const facts = { before: { state: row.state }, after: { state: moved.state, usedBy } };
    return {
      result: { ...contentView(context, moved), usedBy },
      audit: { object: id, ...facts, ...(reason !== undefined && { reason }) },
    };
  },
});

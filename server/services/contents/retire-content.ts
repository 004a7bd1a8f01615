import { useCase } from "../use-case";
import { contentView } from "./content-view";
import { lockContent } from "./find-content";
import { moveContent, wrongState } from "./move-content";
import { ContentView, RetireContentInput } from "./schemas";

/**
 * From now on the content cannot be used any more; what was begun with it stops at its next step. It is kept for the
 * record until it is deleted.
 *
 * Throws ServiceError NOT_FOUND, FORBIDDEN, and FAILED_PRECONDITION for one that is not ready.
 */
export const retireContent = useCase({
  name: "content.retire",
  scope: "contents:write",
  input: RetireContentInput,
  output: ContentView,
  audit: true,
  async run(context, transaction, { id, reason }) {
    const row = await lockContent(transaction, context.principal, id);
    if (row.state !== "ready") throw wrongState(row, "Only a ready content is retired.");
    const text = reason ?? "It is not to be used any more.";
    const moved = await moveContent(transaction, row, { to: "retired", reason: { code: "retired_by_person", text } });
    const facts = { before: { state: row.state }, after: { state: moved.state } };
    return {
      result: contentView(context, moved),
      audit: { object: id, ...facts, ...(reason !== undefined && { reason }) },
    };
  },
});

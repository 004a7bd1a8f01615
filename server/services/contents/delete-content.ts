import { eq } from "drizzle-orm";
import { contents } from "../../../drizzle/schema/contents";
import { useCase } from "../use-case";
import { isContentInUse } from "./content-use";
import { contentView } from "./content-view";
import { lockContent } from "./find-content";
import { wrongState } from "./move-content";
import { ContentIdInput, ContentView } from "./schemas";

const INSTEAD = {
  ready: "Retire it first.",
  quarantined: "An administrator approves or rejects it first.",
  verifying: "Wait until it is checked.",
} as const;

/**
 * Deletes a content that cannot be in use: an upload that is given up, a rejected or a retired one. Its octets go with
 * the next sweep. Answers what it was.
 *
 * Throws ServiceError NOT_FOUND, FORBIDDEN, and FAILED_PRECONDITION for one in another state or that an operation still needs.
 */
export const deleteContent = useCase({
  name: "content.delete",
  scope: "contents:write",
  input: ContentIdInput,
  output: ContentView,
  audit: true,
  async run(context, transaction, { id }) {
    const row = await lockContent(transaction, context.principal, id);
    if (row.state === "ready" || row.state === "quarantined" || row.state === "verifying") {
      throw wrongState(row, INSTEAD[row.state]);
    }
    if (await isContentInUse(transaction, row.contentId)) {
      throw wrongState(row, "Operations that are not over still need it: wait for their end, or cancel them.");
    }
    await transaction.delete(contents).where(eq(contents.contentId, row.contentId));
    const result = contentView(context, row);
    const { kind, name, version, size, sha256, state } = result;
    return {
      result: { ...result, upload: null },
      audit: { object: id, before: { kind, name, version, size, sha256, state } },
    };
  },
});

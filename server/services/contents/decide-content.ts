import { useCase } from "../use-case";
import { contentView } from "./content-view";
import { lockContent } from "./find-content";
import { moveContent, wrongState } from "./move-content";
import { ContentView, DecideContentInput } from "./schemas";

/**
 * Lets a quarantined content be used all the same; the reason is kept.
 *
 * Throws ServiceError NOT_FOUND; FAILED_PRECONDITION for one that is not quarantined, or whose octets are not right.
 */
export const approveContent = decision("content.approve", "ready");

/** Ends a quarantined content. Throws as `approveContent`. */
export const rejectContent = decision("content.reject", "rejected");

function decision(name: string, to: "ready" | "rejected") {
  return useCase({
    name,
    scope: "contents:approve",
    input: DecideContentInput,
    output: ContentView,
    audit: true,
    async run(context, transaction, { id, reason }) {
      const { principal } = context;
      const row = await lockContent(transaction, principal, id);
      if (row.state !== "quarantined") throw wrongState(row, "Only a quarantined content is decided on.");
      if (to === "ready" && row.reason === "digest_changed") {
        throw wrongState(row, "Its octets are no longer those that were checked: reject it, and take it in again.");
      }
      const rejected = { reason: { code: "rejected_by_person", text: reason } };
      const moved = await moveContent(transaction, row, { to, by: principal, ...(to === "rejected" && rejected) });
      const before = { state: row.state, reason: row.reason };
      return {
        result: contentView(context, moved),
        audit: { object: id, before, after: { state: moved.state }, reason },
      };
    },
  });
}

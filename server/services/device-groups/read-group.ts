import { useCase } from "../use-case";
import { findGroup } from "./find-group";
import { groupView } from "./group-view";
import { GroupIdInput, GroupView } from "./schemas";

/** Throws ServiceError NOT_FOUND. */
export const readGroup = useCase({
  name: "group.read",
  scope: "devices:read",
  input: GroupIdInput,
  output: GroupView,
  audit: false,
  async run(context, transaction, { id }) {
    return groupView(transaction, await findGroup(transaction, context.principal, id));
  },
});

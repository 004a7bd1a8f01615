import { useCase } from "../use-case";
import { endSessions } from "./end-sessions";
import { lockUser } from "./find-user";
import { UserIdInput, UserView } from "./schemas";
import { userView } from "./user-view";

/** Ends every sign-in of a person, whose password goes on working. Throws ServiceError NOT_FOUND. */
export const signOutUser = useCase({
  name: "user.sign_out",
  scope: "users:write",
  input: UserIdInput,
  output: UserView,
  audit: true,
  async run(_context, transaction, { id }) {
    const row = await lockUser(transaction, id);
    await endSessions(transaction, row.userId);
    return { result: userView(row), audit: { object: id } };
  },
});

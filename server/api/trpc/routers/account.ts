import { changeOwnPassword, endOwnSession, listOwnSessions, proveAgain } from "../../../services/users";
import { router } from "../trpc";
import { mutationFor, queryFor } from "../use-case-procedures";

/** What is the person's own who asks. */
export const accountRouter = router({
  prove: mutationFor(proveAgain),
  changePassword: mutationFor(changeOwnPassword),
  sessions: queryFor(listOwnSessions),
  endSession: mutationFor(endOwnSession),
});

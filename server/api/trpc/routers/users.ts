import { changeUser, createUser, listUsers, resetPassword, signOutUser } from "../../../services/users";
import { router } from "../trpc";
import { mutationFor, pageFor } from "../use-case-procedures";

export const usersRouter = router({
  list: pageFor(listUsers),
  create: mutationFor(createUser),
  change: mutationFor(changeUser),
  resetPassword: mutationFor(resetPassword),
  signOut: mutationFor(signOutUser),
});

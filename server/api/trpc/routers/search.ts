import { resolveSearch } from "../../../services/search";
import { router } from "../trpc";
import { mutationFor } from "../use-case-procedures";

export const searchRouter = router({
  /** A mutation, since it leaves an audit entry. */
  resolve: mutationFor(resolveSearch),
});

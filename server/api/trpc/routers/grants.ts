import { acceptGrant, endGrant, listGrants, proposeGrant } from "../../../services/grants";
import { router } from "../trpc";
import { mutationFor, pageFor } from "../use-case-procedures";

export const grantsRouter = router({
  list: pageFor(listGrants),
  give: mutationFor(proposeGrant),
  accept: mutationFor(acceptGrant),
  end: mutationFor(endGrant),
});

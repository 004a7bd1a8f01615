import { changeGroup, createGroup, deleteGroup, listGroups, readGroup } from "../../../services/device-groups";
import { router } from "../trpc";
import { mutationFor, pageFor, queryFor } from "../use-case-procedures";

export const groupsRouter = router({
  list: pageFor(listGroups),
  read: queryFor(readGroup),
  create: mutationFor(createGroup),
  change: mutationFor(changeGroup),
  delete: mutationFor(deleteGroup),
});

import { listOperations, listTasks, readOperation, readTask, startOperation } from "../../../services/operations";
import { router } from "../trpc";
import { mutationFor, pageFor, queryFor } from "../use-case-procedures";

export const operationsRouter = router({
  list: pageFor(listOperations),
  read: queryFor(readOperation),
  tasks: pageFor(listTasks),
  task: queryFor(readTask),
  start: mutationFor(startOperation),
});

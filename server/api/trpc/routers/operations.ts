import { listOperations, listTasks, readOperation, readTask, startOperation } from "../../../services/operations";
import { router } from "../trpc";
import { mutationFor, queryFor } from "../use-case-procedures";

export const operationsRouter = router({
  list: queryFor(listOperations),
  read: queryFor(readOperation),
  tasks: queryFor(listTasks),
  task: queryFor(readTask),
  start: mutationFor(startOperation),
});

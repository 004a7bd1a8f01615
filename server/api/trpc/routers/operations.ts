import {
  approveOperation,
  listOperations,
  listTasks,
  readOperation,
  readTask,
  rejectOperation,
  startOperation,
} from "../../../services/operations";
import { router } from "../trpc";
import { mutationFor, pageFor, queryFor } from "../use-case-procedures";

export const operationsRouter = router({
  list: pageFor(listOperations),
  read: queryFor(readOperation),
  tasks: pageFor(listTasks),
  task: queryFor(readTask),
  start: mutationFor(startOperation),
  approve: mutationFor(approveOperation),
  reject: mutationFor(rejectOperation),
});

export { newestKinds } from "./kinds";
export { listDeviceTasks } from "./list-device-tasks";
export { listOperations } from "./list-operations";
export { listTasks } from "./list-tasks";
export { readOperation } from "./read-operation";
export { readTask } from "./read-task";
export { OperationView, StartOperationInput, TaskView } from "./schemas";
export { startOperation } from "./start-operation";

export { changeGroup } from "./change-group";
export { createGroup } from "./create-group";
export { deleteGroup } from "./delete-group";
export { listGroups } from "./list-groups";
export { readGroup } from "./read-group";

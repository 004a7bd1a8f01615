export { escapeLike, filterCondition } from "./filter-condition";
export { asksForContact, type FilterTree } from "./filter-tree";
export { readFilter, withinFilterTime } from "./read-filter";

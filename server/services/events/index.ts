export { readChanges } from "./read-changes";
